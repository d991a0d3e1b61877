#pragma once

// The headers of two libraries that know nothing of tagcache.
#include <assimp/aabb.h>
#include <assimp/anim.h>
#include <assimp/color4.h>
#include <assimp/light.h>
#include <assimp/matrix3x3.h>
#include <assimp/matrix4x4.h>
#include <assimp/quaternion.h>
#include <assimp/types.h>
#include <assimp/vector2.h>
#include <assimp/vector3.h>
#include <box2d/box2d.h>

#include <map>
#include <string>
#include <vector>
