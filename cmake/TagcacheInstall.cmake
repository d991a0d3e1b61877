# What `cmake --install` puts where, by component:
#   runtime      the shared library, when it is one; what a program needs to run
#   development  headers, the library to link, and the packages that find_package and pkg-config find
#   redis        the store for Redis: its library, headers and package; beside `development`, where it could be built
#   generator    the program `tagcache`; may come from another machine when cross-compiling
# The packages name no absolute path; the prefix may be moved as a whole.
include(CMakePackageConfigHelpers)

set(package_directory "${CMAKE_INSTALL_LIBDIR}/cmake/tagcache")

install(TARGETS tagcache EXPORT tagcache-targets
  LIBRARY DESTINATION "${CMAKE_INSTALL_LIBDIR}" COMPONENT runtime NAMELINK_COMPONENT development
  ARCHIVE DESTINATION "${CMAKE_INSTALL_LIBDIR}" COMPONENT development
  INCLUDES DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}")
# No program needs it to run.
install(TARGETS tagcache_testing EXPORT tagcache-targets
  LIBRARY DESTINATION "${CMAKE_INSTALL_LIBDIR}" COMPONENT development
  ARCHIVE DESTINATION "${CMAKE_INSTALL_LIBDIR}" COMPONENT development
  INCLUDES DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}")
install(DIRECTORY "${PROJECT_SOURCE_DIR}/runtime/include/" "${PROJECT_SOURCE_DIR}/runtime/asio/include/"
  DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}" COMPONENT development)
if(TARGET tagcache_redis)
  install(TARGETS tagcache_redis EXPORT tagcache-redis
    LIBRARY DESTINATION "${CMAKE_INSTALL_LIBDIR}" COMPONENT redis
    ARCHIVE DESTINATION "${CMAKE_INSTALL_LIBDIR}" COMPONENT redis
    INCLUDES DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}")
  install(DIRECTORY "${PROJECT_SOURCE_DIR}/runtime/redis/include/"
    DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}" COMPONENT redis)
  install(EXPORT tagcache-redis NAMESPACE tagcache:: DESTINATION "${package_directory}" COMPONENT redis)
endif()
install(EXPORT tagcache-targets NAMESPACE tagcache:: DESTINATION "${package_directory}" COMPONENT development)

if(NOT TAGCACHE_GENERATOR_EXECUTABLE)
  if(BUILD_SHARED_LIBS)
    file(RELATIVE_PATH library_path "/${CMAKE_INSTALL_BINDIR}" "/${CMAKE_INSTALL_LIBDIR}")
    set_target_properties(tagcache_generator PROPERTIES INSTALL_RPATH "$ORIGIN/${library_path}")
  endif()
  install(TARGETS tagcache_generator EXPORT tagcache-generator
    RUNTIME DESTINATION "${CMAKE_INSTALL_BINDIR}" COMPONENT generator)
  install(EXPORT tagcache-generator NAMESPACE tagcache:: DESTINATION "${package_directory}" COMPONENT generator)
endif()

install(FILES "${PROJECT_SOURCE_DIR}/schemas/tagcache.schema.json"
  DESTINATION "${CMAKE_INSTALL_DATADIR}/tagcache" COMPONENT development)

configure_package_config_file(
  "${PROJECT_SOURCE_DIR}/cmake/tagcache-config.cmake.in" "${PROJECT_BINARY_DIR}/tagcache-config.cmake"
  INSTALL_DESTINATION "${package_directory}")
# Below 1.0 a minor release may break what the one before had.
write_basic_package_version_file("${PROJECT_BINARY_DIR}/tagcache-config-version.cmake" COMPATIBILITY SameMinorVersion)
install(FILES
  "${PROJECT_BINARY_DIR}/tagcache-config.cmake" "${PROJECT_BINARY_DIR}/tagcache-config-version.cmake"
  "${PROJECT_SOURCE_DIR}/cmake/TagcacheGenerate.cmake" "${PROJECT_SOURCE_DIR}/cmake/TagcacheFlags.cmake"
  "${PROJECT_SOURCE_DIR}/cmake/TagcacheOrder.cmake" "${PROJECT_SOURCE_DIR}/cmake/TagcacheAsio.cmake"
  DESTINATION "${package_directory}" COMPONENT development)

set(pkgconfig_directory "${CMAKE_INSTALL_LIBDIR}/pkgconfig")
file(RELATIVE_PATH prefix_from_pkgconfig "/${pkgconfig_directory}" "/")
string(REGEX REPLACE "/$" "" prefix_from_pkgconfig "${prefix_from_pkgconfig}")
configure_file("${PROJECT_SOURCE_DIR}/cmake/tagcache.pc.in" "${PROJECT_BINARY_DIR}/tagcache.pc" @ONLY)
install(FILES "${PROJECT_BINARY_DIR}/tagcache.pc" DESTINATION "${pkgconfig_directory}" COMPONENT development)
if(TARGET tagcache_redis)
  # What is inside of a static library is linked by who links it.
  set(redis_requires "tagcache = ${PROJECT_VERSION}")
  set(redis_libraries)
  if(NOT BUILD_SHARED_LIBS)
    string(APPEND redis_requires ", libssl, libcrypto")
    if(TAGCACHE_ZSTD_INCLUDE AND TAGCACHE_ZSTD_LIBRARY)
      set(redis_libraries " -lzstd")
    endif()
  endif()
  configure_file("${PROJECT_SOURCE_DIR}/cmake/tagcache-redis.pc.in" "${PROJECT_BINARY_DIR}/tagcache-redis.pc" @ONLY)
  install(FILES "${PROJECT_BINARY_DIR}/tagcache-redis.pc" DESTINATION "${pkgconfig_directory}" COMPONENT redis)
endif()

# Completions and the man page are what the generator prints about itself.
if(NOT TAGCACHE_GENERATOR_EXECUTABLE)
  set(about "${PROJECT_BINARY_DIR}/about")
  # write_about(<path below share> <words for the generator>...)
  function(write_about path)
    get_filename_component(folder "${path}" DIRECTORY)
    file(MAKE_DIRECTORY "${about}/${folder}")
    add_custom_command(OUTPUT "${about}/${path}"
      COMMAND tagcache::generator ${ARGN} > "${about}/${path}"
      DEPENDS tagcache::generator VERBATIM)
    set_property(DIRECTORY APPEND PROPERTY tagcache_about "${about}/${path}")
  endfunction()
  write_about(bash-completion/completions/tagcache completion bash)
  write_about(zsh/site-functions/_tagcache completion zsh)
  write_about(fish/vendor_completions.d/tagcache.fish completion fish)
  write_about(man/man1/tagcache.1 man)
  get_property(files DIRECTORY PROPERTY tagcache_about)
  add_custom_target(tagcache_about ALL DEPENDS ${files} COMMENT "Printing completions and the man page")
  install(DIRECTORY "${about}/" DESTINATION "${CMAKE_INSTALL_DATADIR}" COMPONENT generator)
endif()
