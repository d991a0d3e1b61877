#pragma once

#define HostsByHostPages 1
#define Ports(count) ((count) + 1)
#define port_ 2
#define async_find 3
#define async_find_all 4
#define list_ 5
#define async_write(what) (what)
#define on_restart 6
// A class of this name gets another one.
#define List 7
#define unrelated_ 8
