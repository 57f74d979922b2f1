// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// The project's own sources as data: which folders there are, what they include, what their
// CMakeLists.txt links. The order of the arrows is read from the module table of
// docs/architecture.md, so that the page and the check cannot disagree.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace dryrun {

struct Include {
    std::string path;  // as written between the quotes or brackets
    bool is_quoted = false;
    int line = 0;
};

struct SourceFile {
    std::filesystem::path path;
    std::string name;  // relative to the root, as a message shows it
    std::vector<std::string> lines;
    std::vector<Include> includes;
};

struct Module {
    std::string side;  // engine | sim
    std::string name;
    std::vector<SourceFile> files;
    std::vector<std::string> uses;       // modules its CMakeLists.txt names after USES
    std::vector<std::string> libraries;  // targets its CMakeLists.txt names after LIBRARIES
    bool has_sources = false;            // at least one .cpp
    bool has_cmake_lists = false;
};

std::filesystem::path source_root();

// One file with its lines and include lines; comments are not stripped.
SourceFile read_source(const std::filesystem::path& path);

// The folders of engine/ and sim/, as they lie on disk, sorted by name.
std::vector<Module> modules_on_disk();

// "engine/core", "engine/geometry", … in the order of the table in docs/architecture.md.
std::vector<std::string> modules_in_architecture_page();

}  // namespace dryrun
