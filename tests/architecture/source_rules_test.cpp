// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// Rules that a compiler does not check: what would break "the same bits everywhere", how long a
// file may get, and the head that every file has.
#include <gtest/gtest.h>

#include <algorithm>
#include <regex>
#include <set>

#include "source_tree.h"

namespace dryrun {
namespace {

namespace fs = std::filesystem;

// Folders from which nothing reaches the state of a simulation, an attempt file or a score.
const std::set<std::string> kOnlyShown = {"render", "gui", "audio", "picture", "trainer", "cli"};

std::string without_comment_and_strings(const std::string& line) {
    static const std::regex kString("\"(\\\\.|[^\"\\\\])*\"");
    const std::string bare = std::regex_replace(line, kString, "\"\"");
    return bare.substr(0, bare.find("//"));
}

// Every .cpp and .h of the project, the tests and benchmarks included.
std::vector<SourceFile> all_sources() {
    std::vector<SourceFile> sources;
    for (const char* top : {"engine", "sim", "tests", "bench"}) {
        for (const auto& entry : fs::recursive_directory_iterator(source_root() / top)) {
            const auto extension = entry.path().extension();
            if (extension == ".cpp" || extension == ".h") {
                sources.push_back(read_source(entry.path()));
            }
        }
    }
    return sources;
}

// The C library's functions differ in their last bit between versions; core's own do not.
TEST(SourceRules, StateIsComputedWithTheProjectsOwnMathematics) {
    static const std::regex kLibraryMaths(
        "std::(sin|cos|tan|asin|acos|atan|atan2|exp|exp2|expm1|log|log2|log10|"
        "log1p|pow|cbrt|hypot|sinh|cosh|tanh|fma|erf|tgamma|lgamma|lerp)f?\\s*\\(");
    for (const auto& module : modules_on_disk()) {
        if (kOnlyShown.count(module.name)) continue;
        for (const auto& file : module.files) {
            if (file.name.find("deterministic_math") != std::string::npos) continue;
            for (size_t i = 0; i < file.lines.size(); ++i) {
                const std::string code = without_comment_and_strings(file.lines[i]);
                EXPECT_FALSE(std::regex_search(code, kLibraryMaths))
                    << file.name << ':' << i + 1
                    << ": use dryrun::det:: (core/deterministic_math.h)";
            }
        }
    }
}

// Clocks, chance from the library, threads and containers ordered by a hash.
TEST(SourceRules, StateKnowsNoClockAndNoOrderByHash) {
    const std::set<std::string> forbidden = {"random",        "chrono", "ctime",  "time.h",
                                             "unordered_map", "thread", "future", "unordered_set"};
    for (const auto& module : modules_on_disk()) {
        // study and validation do whole sessions and bodies side by side; lab reports how long its
        // solve took.
        if (module.name == "study" || module.name == "lab" || module.name == "validation") continue;
        if (kOnlyShown.count(module.name)) continue;
        for (const auto& file : module.files) {
            // Its helper changes nothing of what comes out.
            const bool is_helper = file.name.ends_with("core/errands.h");
            for (const auto& include : file.includes) {
                if (is_helper && include.path == "thread") continue;
                EXPECT_TRUE(include.is_quoted || !forbidden.count(include.path))
                    << file.name << ':' << include.line << " includes <" << include.path
                    << ">: its results can differ between runs or machines";
            }
        }
    }
}

TEST(SourceRules, FilesStayWithinSixHundredLines) {
    for (const auto& file : all_sources()) {
        EXPECT_LE(file.lines.size(), 600u) << file.name << " should be split";
    }
}

TEST(SourceRules, EveryFileNamesItsLicence) {
    const auto sources = all_sources();
    EXPECT_GT(sources.size(), 20u) << "the check no longer finds the sources";
    for (const auto& file : sources) {
        ASSERT_GE(file.lines.size(), 2u) << file.name;
        EXPECT_EQ(file.lines[0], "// SPDX-FileCopyrightText: 2026 The DryRun authors") << file.name;
        EXPECT_EQ(file.lines[1], "// SPDX-License-Identifier: Apache-2.0") << file.name;
    }
}

TEST(SourceRules, HeadersAreGuarded) {
    for (const auto& file : all_sources()) {
        if (file.path.extension() != ".h") continue;
        EXPECT_TRUE(std::find(file.lines.begin(), file.lines.end(), "#pragma once") !=
                    file.lines.end())
            << file.name;
    }
}

// tools/packages.txt is the one list; docs/dependencies.md says why each of it is there.
TEST(SourceRules, EveryPackageHasItsReasonInTheDocs) {
    std::string page;
    for (const auto& line : read_source(source_root() / "docs/dependencies.md").lines) {
        page += line + '\n';
    }
    size_t packages = 0;
    for (const auto& line : read_source(source_root() / "tools/packages.txt").lines) {
        if (line.empty() || line[0] == '#' || line[0] == '[') continue;
        ++packages;
        EXPECT_NE(page.find('`' + line + '`'), std::string::npos)
            << line << " has no row in docs/dependencies.md";
    }
    EXPECT_GT(packages, 10u) << "the check no longer finds the packages";
}

}  // namespace
}  // namespace dryrun
