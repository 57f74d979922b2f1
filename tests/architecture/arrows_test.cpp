// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// The layers: a folder includes and links only itself and folders above it in the module table of
// docs/architecture.md; third-party libraries stop at the folders that own them.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>

#include "source_tree.h"

namespace dryrun {
namespace {

class Arrows : public testing::Test {
  protected:
    std::vector<Module> modules = modules_on_disk();
    std::vector<std::string> order = modules_in_architecture_page();

    // Place in the table; engine comes before sim. Unknown names are past the end.
    size_t place_of(const std::string& module_name) const {
        const auto found = std::find_if(order.begin(), order.end(), [&](const auto& row) {
            return row.substr(row.find('/') + 1) == module_name;
        });
        return static_cast<size_t>(found - order.begin());
    }
};

std::string folder_of(const std::string& include) {
    return include.substr(0, include.find('/'));
}

bool starts_with(const std::string& text, const std::string& start) {
    return text.rfind(start, 0) == 0;
}

TEST_F(Arrows, EveryFolderStandsInTheModuleTable) {
    for (const auto& module : modules) {
        const std::string path = module.side + "/" + module.name;
        EXPECT_TRUE(std::count(order.begin(), order.end(), path) == 1)
            << path << " should have one row in the table of docs/architecture.md";
        EXPECT_TRUE(module.has_cmake_lists || !module.has_sources)
            << path << " has no CMakeLists.txt";
    }
}

TEST_F(Arrows, EngineComesBeforeSim) {
    EXPECT_TRUE(std::is_partitioned(order.begin(), order.end(),
                                    [](const auto& path) { return starts_with(path, "engine/"); }));
}

TEST_F(Arrows, NoFileIncludesAFolderBelowItsOwn) {
    size_t seen = 0;
    for (const auto& module : modules) {
        for (const auto& file : module.files) {
            for (const auto& include : file.includes) {
                if (!include.is_quoted) continue;
                ++seen;
                const std::string folder = folder_of(include.path);
                EXPECT_LT(place_of(folder), order.size())
                    << file.name << ':' << include.line << " includes \"" << include.path
                    << "\"; includes are written \"folder/header.h\"";
                EXPECT_LE(place_of(folder), place_of(module.name))
                    << file.name << ':' << include.line << " includes \"" << include.path
                    << "\", which is against the arrows of docs/architecture.md";
            }
        }
    }
    EXPECT_GT(seen, 20u) << "the check no longer finds the include lines";
}

TEST_F(Arrows, NoFolderLinksAFolderBelowItsOwn) {
    for (const auto& module : modules) {
        for (const auto& used : module.uses) {
            EXPECT_LT(place_of(used), place_of(module.name))
                << module.side << '/' << module.name << "/CMakeLists.txt uses " << used;
        }
    }
}

TEST_F(Arrows, FoldersIncludeOnlyWhatTheyLink) {
    std::map<std::string, std::set<std::string>> reachable;
    // Down the table, so that what a folder uses is already complete.
    std::sort(modules.begin(), modules.end(),
              [&](const auto& a, const auto& b) { return place_of(a.name) < place_of(b.name); });
    for (const auto& module : modules) {
        if (!module.has_cmake_lists) continue;
        auto& linked = reachable[module.name];
        linked.insert(module.name);
        for (const auto& used : module.uses) {
            linked.insert(reachable[used].begin(), reachable[used].end());
        }
        for (const auto& file : module.files) {
            for (const auto& include : file.includes) {
                if (!include.is_quoted) continue;
                EXPECT_TRUE(linked.count(folder_of(include.path)))
                    << file.name << ':' << include.line << " includes \"" << include.path
                    << "\" but its CMakeLists.txt does not use " << folder_of(include.path);
            }
        }
    }
}

// Everything a score needs is built and linked without OpenGL or a window system.
TEST_F(Arrows, FoldersBeforePictureUseNeitherRenderNorGuiNorAudio) {
    for (const auto& module : modules) {
        if (module.side != "sim" || place_of(module.name) >= place_of("picture")) continue;
        for (const auto& used : module.uses) {
            EXPECT_TRUE(used != "render" && used != "gui" && used != "audio")
                << "sim/" << module.name << " uses " << used;
        }
    }
}

// A trainee that could see more than percepts would prove nothing about the simulator.
TEST_F(Arrows, TraineesKnowOnlyInputSamplesAndPercepts) {
    const std::set<std::string> allowed = {"events/input_sample.h", "session/percepts.h"};
    for (const auto& module : modules) {
        if (module.name != "trainee") continue;
        for (const auto& file : module.files) {
            for (const auto& include : file.includes) {
                if (!include.is_quoted) continue;
                const std::string folder = folder_of(include.path);
                EXPECT_TRUE(allowed.count(include.path) || folder == "trainee" || folder == "core")
                    << file.name << ':' << include.line << " includes \"" << include.path
                    << "\"; a scripted trainee sees input samples and percepts only";
            }
        }
    }
}

// What an include line of a library starts with, its CMake target, and who may use it.
struct Library {
    std::string name;
    std::vector<std::string> include_starts;
    std::vector<std::string> targets;
    std::set<std::string> owners;
};

const std::vector<Library>& libraries() {
    static const std::vector<Library> kLibraries = {
        {"Bullet", {"bt", "Bullet", "LinearMath/"}, {"dryrun_bullet"}, {"collision"}},
        {"OpenGL",
         {"epoxy/", "GL/", "EGL/", "GLES"},
         {"PkgConfig::epoxy", "PkgConfig::egl"},
         {"render", "gui"}},
        {"GLFW", {"GLFW/"}, {"glfw"}, {"gui"}},
        {"Dear ImGui", {"imgui"}, {"PkgConfig::imgui"}, {"gui", "trainer"}},
        {"libsodium", {"sodium"}, {"PkgConfig::sodium"}, {"core"}},
        {"xxHash", {"xxhash"}, {"PkgConfig::xxhash"}, {"core"}},
        {"pugixml", {"pugixml"}, {"PkgConfig::pugixml"}, {"exchange"}},
        {"CLI11", {"CLI/"}, {"CLI11::CLI11"}, {"cli"}},
    };
    return kLibraries;
}

TEST_F(Arrows, ThirdPartyLibrariesStopAtTheFoldersThatOwnThem) {
    for (const auto& module : modules) {
        for (const auto& library : libraries()) {
            if (library.owners.count(module.name)) continue;
            for (const auto& file : module.files) {
                for (const auto& include : file.includes) {
                    const auto& starts = library.include_starts;
                    EXPECT_TRUE(include.is_quoted || std::none_of(starts.begin(), starts.end(),
                                                                  [&](const auto& start) {
                                                                      return starts_with(
                                                                          include.path, start);
                                                                  }))
                        << file.name << ':' << include.line << " includes " << library.name
                        << ", which belongs to other folders";
                }
            }
            for (const auto& target : library.targets) {
                const auto& linked = module.libraries;
                EXPECT_EQ(std::count(linked.begin(), linked.end(), target), 0)
                    << module.side << '/' << module.name << " links " << library.name;
            }
        }
    }
}

}  // namespace
}  // namespace dryrun
