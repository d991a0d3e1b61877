#pragma once
using ShelfNumber = unsigned;
