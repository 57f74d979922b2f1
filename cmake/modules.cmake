# SPDX-FileCopyrightText: 2026 The DryRun authors
# SPDX-License-Identifier: Apache-2.0

# The standard headers that nearly every source reads, compiled once: half of what a source took to
# compile. A source still includes what it uses; a build with DRYRUN_PRECOMPILED=OFF finds one that
# does not (tools/lint --all reads the sources without).
if(DRYRUN_PRECOMPILED)
    add_library(dryrun_precompiled STATIC ${CMAKE_CURRENT_LIST_DIR}/precompiled.cpp)
    target_link_libraries(dryrun_precompiled PRIVATE dryrun_flags nlohmann_json::nlohmann_json)
    target_precompile_headers(dryrun_precompiled PRIVATE
        <algorithm> <array> <cmath> <cstdint> <filesystem> <functional> <map> <memory> <optional> <set>
        <span> <string> <string_view> <utility> <variant> <vector> <nlohmann/json.hpp>)
endif()

# dryrun_module(NAME SOURCES a.cpp ... [USES module ...] [LIBRARIES target ...])
#
# Makes the folder's static library dryrun_NAME with the alias dryrun::NAME. Headers are included
# as "NAME/header.h". USES names the modules whose headers this one may include; LIBRARIES are
# third-party targets, private to the module unless its own headers need them.
function(dryrun_module name)
    cmake_parse_arguments(arg "" "" "SOURCES;USES;LIBRARIES" ${ARGN})
    add_library(dryrun_${name} STATIC ${arg_SOURCES})
    add_library(dryrun::${name} ALIAS dryrun_${name})
    target_include_directories(dryrun_${name} PUBLIC ${CMAKE_CURRENT_SOURCE_DIR}/..)
    target_link_libraries(dryrun_${name} PUBLIC dryrun_flags)
    foreach(used IN LISTS arg_USES)
        target_link_libraries(dryrun_${name} PUBLIC dryrun_${used})
    endforeach()
    target_link_libraries(dryrun_${name} PRIVATE ${arg_LIBRARIES})
    if(DRYRUN_PRECOMPILED)
        target_precompile_headers(dryrun_${name} REUSE_FROM dryrun_precompiled)
    endif()
endfunction()

# dryrun_test(NAME SOURCES a.cpp ... USES module ... [LIBRARIES target ...] [LABELS label ...]
#             [FIXTURES fixture ...])
#
# One GoogleTest program. Every TEST is a CTest test of its own. A test whose name holds "Long_"
# is labelled `long` and runs only when asked for. FIXTURES are CTest fixtures that must be set up
# before any of them.
function(dryrun_test name)
    cmake_parse_arguments(arg "" "" "SOURCES;USES;LIBRARIES;LABELS;FIXTURES" ${ARGN})
    add_executable(test_${name} ${arg_SOURCES})
    target_link_libraries(test_${name} PRIVATE dryrun_flags test_paths GTest::gtest_main
                                               ${arg_LIBRARIES})
    # What is tested is optimised, the tests themselves need to compile quickly: their headers are
    # read once, in test_paths, whose strings g++ 12 then sees out of bounds (GCC bug 105651).
    target_compile_options(test_${name} PRIVATE $<$<CONFIG:Release>:-O1> -Wno-array-bounds)
    target_precompile_headers(test_${name} REUSE_FROM test_paths)
    foreach(used IN LISTS arg_USES)
        target_link_libraries(test_${name} PRIVATE dryrun_${used})
    endforeach()
    set_target_properties(test_${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY
                                                  ${CMAKE_BINARY_DIR}/tests)
    set(needs "")
    if(arg_FIXTURES)
        set(needs FIXTURES_REQUIRED "${arg_FIXTURES}")
    endif()
    gtest_discover_tests(test_${name} TEST_FILTER "-*Long_*"
                         PROPERTIES LABELS "quick;${arg_LABELS}" TIMEOUT 300 ${needs}
                         DISCOVERY_TIMEOUT 60)
    gtest_discover_tests(test_${name} TEST_FILTER "*Long_*"
                         PROPERTIES LABELS "long;${arg_LABELS}" TIMEOUT 3600 ${needs}
                         DISCOVERY_TIMEOUT 60)
endfunction()
