#include "item.hpp"

int of_the_model();
int of_the_model() { return 0; }
