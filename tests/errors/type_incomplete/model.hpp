#pragma once

struct User;
