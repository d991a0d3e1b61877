#pragma once
#include <array>
#include <map>
#include <utility>
