#pragma once

struct User {};
