# SPDX-FileCopyrightText: 2026 The DryRun authors
# SPDX-License-Identifier: Apache-2.0
#
# Third-party libraries, all Debian packages (tools/packages.txt); why each is here stands in
# docs/dependencies.md.

find_package(PkgConfig REQUIRED)
find_package(nlohmann_json 3.11 REQUIRED)
find_package(CLI11 REQUIRED)
find_package(Eigen3 3.4 REQUIRED NO_MODULE)
find_package(Threads REQUIRED)
pkg_check_modules(sodium REQUIRED IMPORTED_TARGET libsodium)
pkg_check_modules(xxhash REQUIRED IMPORTED_TARGET libxxhash)
pkg_check_modules(pugixml REQUIRED IMPORTED_TARGET pugixml)
pkg_check_modules(png REQUIRED IMPORTED_TARGET libpng)
pkg_check_modules(epoxy REQUIRED IMPORTED_TARGET epoxy)
pkg_check_modules(egl REQUIRED IMPORTED_TARGET egl)
pkg_check_modules(imgui REQUIRED IMPORTED_TARGET imgui)
find_package(glfw3 3.3 REQUIRED)
find_package(meshoptimizer REQUIRED)

# Debian ships Bullet in single and in double precision; mixing them compiles and crashes. The
# simulator uses double wherever an answer reaches its state, so only the -float64 libraries.
find_path(BULLET_INCLUDE_DIR btBulletCollisionCommon.h PATH_SUFFIXES bullet REQUIRED)
add_library(dryrun_bullet INTERFACE)
target_include_directories(dryrun_bullet SYSTEM INTERFACE ${BULLET_INCLUDE_DIR})
foreach(part BulletCollision LinearMath)
    find_library(BULLET_${part} NAMES ${part}-float64 REQUIRED)
    target_link_libraries(dryrun_bullet INTERFACE ${BULLET_${part}})
endforeach()

if(DRYRUN_TESTS)
    find_package(GTest REQUIRED)
    include(GoogleTest)
endif()
if(DRYRUN_BENCH)
    find_package(benchmark REQUIRED)
endif()
