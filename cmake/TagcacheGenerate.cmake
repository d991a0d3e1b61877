# tagcache_generate(TARGET <target> SCHEMAS <schema>...
#                   [INCLUDE_DIRECTORIES <directory>...] [EXTRA_FLAGS <flag>...] [OUTPUT_DIRECTORY <directory>]
#                   [WITHOUT_CLANG])
#
# Adds a cache for each schema to <target>: a class, its tags and its source interface. <target> is made as a library
# unless it is a library or an executable already. It links tagcache::tagcache, and for schemas that say `async: true`
# tagcache::asio; whoever links it finds the generated headers. See docs/cmake.md.
#
# The same file serves find_package(tagcache), FetchContent and add_subdirectory.
cmake_policy(PUSH)
cmake_policy(VERSION 3.21)

include("${CMAKE_CURRENT_LIST_DIR}/TagcacheFlags.cmake")
include("${CMAKE_CURRENT_LIST_DIR}/TagcacheOrder.cmake")

set(TAGCACHE_GENERATOR_EXECUTABLE "" CACHE FILEPATH
    "A generator built elsewhere, for cross-compiling and sanitizer builds; empty: the one of this package")
set(TAGCACHE_CLANG_RESOURCE_DIRECTORY "" CACHE PATH
    "Folder of Clang's own headers, for the generator; empty: it finds them by itself")

function(tagcache_generate)
  cmake_parse_arguments(PARSE_ARGV 0 arg "WITHOUT_CLANG" "TARGET;OUTPUT_DIRECTORY" "SCHEMAS;INCLUDE_DIRECTORIES;EXTRA_FLAGS")
  _tagcache_check_arguments()
  _tagcache_make_target(${arg_TARGET})

  set(private_directory "${CMAKE_CURRENT_BINARY_DIR}/tagcache/${arg_TARGET}")
  set(directory "${private_directory}")
  if(arg_OUTPUT_DIRECTORY)
    get_filename_component(directory "${arg_OUTPUT_DIRECTORY}" ABSOLUTE BASE_DIR "${CMAKE_CURRENT_BINARY_DIR}")
  endif()
  file(MAKE_DIRECTORY "${directory}")
  target_link_libraries(${arg_TARGET} PUBLIC tagcache::tagcache)
  target_include_directories(${arg_TARGET} PUBLIC "$<BUILD_INTERFACE:${directory}>")
  foreach(include IN LISTS arg_INCLUDE_DIRECTORIES)
    get_filename_component(include "${include}" ABSOLUTE)
    target_include_directories(${arg_TARGET} PUBLIC "$<BUILD_INTERFACE:${include}>")
  endforeach()

  set(options "")
  if(arg_WITHOUT_CLANG)
    list(APPEND options --without-clang)
  endif()
  if(TAGCACHE_CLANG_RESOURCE_DIRECTORY)
    list(APPEND options --resource-dir "${TAGCACHE_CLANG_RESOURCE_DIRECTORY}")
  endif()
  set(flags "")
  if(arg_EXTRA_FLAGS)
    set(flags -- ${arg_EXTRA_FLAGS})
  endif()
  _tagcache_flags_file(${arg_TARGET} "${private_directory}.flags")
  foreach(schema IN LISTS arg_SCHEMAS)
    get_filename_component(schema "${schema}" ABSOLUTE)
    _tagcache_generate_schema("${schema}" "${options}" "${flags}")
  endforeach()
  _tagcache_order_later(${arg_TARGET})
endfunction()

# The rules for one schema. The files themselves are by-products: they are written only when their text changes, and what
# includes them is built again only then. The stamp says when the generator last looked. Sees the variables of
# tagcache_generate.
function(_tagcache_generate_schema schema options flags)
  set(target ${arg_TARGET})
  get_source_file_property(generated "${schema}" GENERATED)
  if(NOT EXISTS "${schema}" AND NOT generated)
    message(FATAL_ERROR "the schema '${schema}' does not exist")
  endif()
  get_filename_component(folder "${schema}" DIRECTORY)
  get_filename_component(name "${schema}" NAME)
  get_filename_component(stem "${schema}" NAME_WLE)
  if(NOT stem MATCHES "_cache$")
    string(APPEND stem "_cache")
  endif()
  set(files "${directory}/${stem}.hpp" "${directory}/${stem}.cpp")
  _tagcache_claim_files(${target} ${files})

  set(generator "${TAGCACHE_GENERATOR_EXECUTABLE}")
  set(generator_dependency "${TAGCACHE_GENERATOR_EXECUTABLE}")
  if(NOT generator)
    set(generator "$<TARGET_FILE:tagcache::generator>")
    set(generator_dependency tagcache::generator)
  endif()
  set(stamp "${private_directory}.${stem}.stamp")
  set(depfile "${private_directory}.${stem}.d")
  add_custom_command(
    OUTPUT "${stamp}"
    BYPRODUCTS ${files}
    COMMAND "${generator}" generate "${schema}" --out "${directory}" --flags-file "${private_directory}.flags"
            --depfile "${depfile}" --stamp "${stamp}" ${options} ${flags}
    DEPENDS "${schema}" "${private_directory}.flags" ${generator_dependency}
    DEPFILE "${depfile}"
    COMMENT "Generating ${stem} from ${name}"
    VERBATIM)
  set(step ${target}_${stem}_generate)
  add_custom_target(${step} DEPENDS "${stamp}")
  set_target_properties(${step} PROPERTIES FOLDER tagcache)
  set_property(TARGET ${target} APPEND PROPERTY TAGCACHE_STEPS ${step})
  add_dependencies(${target} ${step})
  _tagcache_link_asio(${target} "${schema}")
  if(NOT TARGET tagcache_generate_all)
    add_custom_target(tagcache_generate_all)
    set_target_properties(tagcache_generate_all PROPERTIES FOLDER tagcache)
  endif()
  add_dependencies(tagcache_generate_all ${step})
  target_sources(${target} PRIVATE ${files})
  # In a unity build, queries of two caches that have one name would meet, and codecs of one type.
  set_source_files_properties("${directory}/${stem}.cpp" TARGET_DIRECTORY ${target} PROPERTIES SKIP_UNITY_BUILD_INCLUSION ON)
  # Headers that the schema names are found beside it, by the generator and by the compiler.
  target_include_directories(${target} PUBLIC "$<BUILD_INTERFACE:${folder}>")
endfunction()

# What is generated from a schema that says `async: true` includes Boost.Asio. CMake looks again when the schema changes; one
# that is made by the build is not there yet, and its target links tagcache::asio by itself.
function(_tagcache_link_asio target schema)
  if(NOT EXISTS "${schema}")
    return()
  endif()
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS "${schema}")
  file(STRINGS "${schema}" says REGEX "^([{].*[{, ])?[\"']?async[\"']?[ \t]*:[ \t]+[\"']?(true|on)")
  if(NOT says)
    return()
  endif()
  include("${CMAKE_CURRENT_FUNCTION_LIST_DIR}/TagcacheAsio.cmake")
  if(NOT TARGET tagcache::asio)
    message(FATAL_ERROR "the schema '${schema}' says 'async: true', for which Boost 1.81 or newer is needed, and was not "
                        "found: install libboost1.81-dev (Debian), or name its folder in CMAKE_PREFIX_PATH")
  endif()
  target_link_libraries(${target} PUBLIC tagcache::asio)
endfunction()

# Stops with what to write when the call cannot be meant. Sees the variables of tagcache_generate.
function(_tagcache_check_arguments)
  set(form "write: tagcache_generate(TARGET <target> SCHEMAS <schema>... [INCLUDE_DIRECTORIES <directory>...] [EXTRA_FLAGS <flag>...] [OUTPUT_DIRECTORY <directory>] [WITHOUT_CLANG])")
  set(meant_TARGET TARGETS NAME LIBRARY EXECUTABLE)
  set(meant_SCHEMAS SCHEMA SOURCE SOURCES FILE FILES YAML)
  set(meant_OUTPUT_DIRECTORY OUT OUT_DIR OUTPUT OUTPUT_DIR OUTPUT_DIRECTORIES DESTINATION)
  set(meant_INCLUDE_DIRECTORIES INCLUDE INCLUDES INCLUDE_DIR INCLUDE_DIRS INCLUDE_DIRECTORY)
  set(meant_EXTRA_FLAGS FLAGS EXTRA_FLAG EXTRA_ARG EXTRA_ARGS COMPILE_OPTIONS OPTIONS)
  set(words TARGET SCHEMAS OUTPUT_DIRECTORY INCLUDE_DIRECTORIES EXTRA_FLAGS)
  foreach(given IN LISTS arg_UNPARSED_ARGUMENTS arg_SCHEMAS arg_INCLUDE_DIRECTORIES arg_EXTRA_FLAGS)
    string(TOUPPER "${given}" upper)
    foreach(word IN LISTS words)
      set(is_keyword FALSE)  # in the list of another argument only capitals look like one
      if(given STREQUAL upper OR given IN_LIST arg_UNPARSED_ARGUMENTS)
        set(is_keyword TRUE)
      endif()
      if(is_keyword AND (upper IN_LIST meant_${word} OR upper STREQUAL word))
        message(FATAL_ERROR "write ${word} for '${given}', which is no argument of tagcache_generate\n${form}")
      endif()
    endforeach()
  endforeach()
  if(arg_UNPARSED_ARGUMENTS)
    list(GET arg_UNPARSED_ARGUMENTS 0 first)
    message(FATAL_ERROR "tagcache_generate does not know what '${first}' is\n${form}")
  endif()
  foreach(word IN LISTS arg_KEYWORDS_MISSING_VALUES)
    message(FATAL_ERROR "nothing stands behind ${word}\n${form}")
  endforeach()
  if(NOT arg_TARGET)
    message(FATAL_ERROR "tagcache_generate was told no target\n${form}")
  elseif(NOT arg_SCHEMAS)
    message(FATAL_ERROR "tagcache_generate was told no schema for '${arg_TARGET}'\n${form}")
  endif()
  if(NOT TAGCACHE_GENERATOR_EXECUTABLE AND NOT TARGET tagcache::generator)
    message(FATAL_ERROR "there is no generator here: call find_package(tagcache) in this folder or in one above it, "
                        "install the component 'generator', or set TAGCACHE_GENERATOR_EXECUTABLE to the path of one")
  elseif(TAGCACHE_GENERATOR_EXECUTABLE AND
         (NOT EXISTS "${TAGCACHE_GENERATOR_EXECUTABLE}" OR IS_DIRECTORY "${TAGCACHE_GENERATOR_EXECUTABLE}"))
    message(FATAL_ERROR "TAGCACHE_GENERATOR_EXECUTABLE is '${TAGCACHE_GENERATOR_EXECUTABLE}', where there is no program: "
                        "set it to the path of a generator")
  endif()
endfunction()

# A library of that name, unless there is a target to which sources can be added.
function(_tagcache_make_target target)
  if(NOT TARGET ${target})
    add_library(${target})
    return()
  endif()
  get_target_property(type ${target} TYPE)
  get_target_property(imported ${target} IMPORTED)
  get_target_property(alias ${target} ALIASED_TARGET)
  if(alias)
    message(FATAL_ERROR "'${target}' is another name for '${alias}': write TARGET ${alias}")
  elseif(type STREQUAL "INTERFACE_LIBRARY")
    message(FATAL_ERROR "'${target}' is an INTERFACE library, which compiles nothing: write another name, and link the "
                        "library that tagcache_generate makes to '${target}'")
  elseif(imported OR NOT type MATCHES "^(EXECUTABLE|(STATIC|SHARED|MODULE|OBJECT)_LIBRARY)$")
    message(FATAL_ERROR "sources cannot be added to the target '${target}': there is one already, and it is neither "
                        "an executable nor a library of this project; write another name")
  endif()
endfunction()

# Two rules that make one file would overwrite each other whenever they run.
function(_tagcache_claim_files target)
  foreach(file IN LISTS ARGN)
    get_property(claimed GLOBAL PROPERTY TAGCACHE_FILES)
    list(FIND claimed "${file}" index)
    if(index EQUAL -1)
      set_property(GLOBAL APPEND PROPERTY TAGCACHE_FILES "${file}")
      set_property(GLOBAL APPEND PROPERTY TAGCACHE_OWNERS ${target})
      continue()
    endif()
    get_property(owners GLOBAL PROPERTY TAGCACHE_OWNERS)
    list(GET owners ${index} owner)
    get_filename_component(name "${file}" NAME)
    if(owner STREQUAL target)
      message(FATAL_ERROR "two schemas of the target '${target}' would make ${name}: give one another file name")
    endif()
    message(FATAL_ERROR "the targets '${owner}' and '${target}' would both make ${file}: let one library make it, and "
                        "link that to both, or give one another OUTPUT_DIRECTORY")
  endforeach()
endfunction()

cmake_policy(POP)
