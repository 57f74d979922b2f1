// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// Shader programs from the GLSL files of the shaders folder.
//
// A file has no #version line: it is compiled as GLSL 3.30 core and keeps to what GLSL ES 3.00
// also has. It may hold #include "name.glsl" lines. What the compiler dislikes comes back as
// file:line of the file it stands in.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"
#include "core/vec3.h"
#include "render/camera.h"
#include "render/gl_objects.h"

namespace dryrun::render {

/// `DRYRUN_SHADERS` in the environment wins; then the shaders folder beside the assets; then that
/// of the checkout the program was built from.
std::filesystem::path shaders_folder();

class Program {
  public:
    /// Compiles NAME.vert and NAME.frag; `defines` become #define lines.
    static Result<Program> load(const std::filesystem::path& folder, const std::string& name,
                                const std::vector<std::string>& defines = {});

    void use() const;
    // Of the program in use. A uniform that the compiler dropped is skipped.
    void set(std::string_view uniform, float value) const;
    void set(std::string_view uniform, int value) const;
    void set(std::string_view uniform, float x, float y) const;
    void set(std::string_view uniform, const Vec3& value) const;
    void set(std::string_view uniform, float x, float y, float z, float w) const;
    void set(std::string_view uniform, const Matrix4& value) const;

  private:
    int location(std::string_view uniform) const;
    GlObject<GlKind::Program> program_;
    std::map<std::string, int, std::less<>> locations_;
};

}  // namespace dryrun::render
