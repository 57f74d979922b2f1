// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "render/program.h"

#include <epoxy/gl.h>

#include <cctype>
#include <cstdlib>
#include <sstream>

#include "core/file.h"

namespace dryrun::render {
namespace {

namespace fs = std::filesystem;

constexpr int kDeepestInclude = 4;

// Source with its includes pasted in. Each file has a number in #line, by which the compiler's
// messages are led back to it.
struct Source {
    std::string text;
    std::vector<std::string> files;
};

Status append_file(const fs::path& folder, const std::string& name, int depth, Source& source) {
    const auto text = read_file(folder / name);
    if (!text) return text.error();
    const std::size_t number = source.files.size();
    source.files.push_back((folder / name).string());
    source.text += "#line 1 " + std::to_string(number) + "\n";

    std::istringstream lines(*text);
    std::string line;
    for (int line_number = 1; std::getline(lines, line); ++line_number) {
        if (line.rfind("#include \"", 0) != 0) {
            source.text += line + '\n';
            continue;
        }
        const std::string place = source.files[number] + ":" + std::to_string(line_number);
        if (depth >= kDeepestInclude) return bad_input(place, "includes are nested too deep");
        const std::string included = line.substr(10, line.find('"', 10) - 10);
        if (auto status = append_file(folder, included, depth + 1, source); !status) {
            return bad_input(place, status.error().text());
        }
        source.text +=
            "#line " + std::to_string(line_number + 1) + " " + std::to_string(number) + "\n";
    }
    return {};
}

// The first "FILE:LINE" or "FILE(LINE)" of a compiler's log, as file:line of the source.
Error compile_error(const std::string& log, const Source& source) {
    std::istringstream lines(log);
    std::string line;
    while (std::getline(lines, line)) {
        std::size_t digits = 0;
        while (digits < line.size() && std::isdigit(static_cast<unsigned char>(line[digits]))) {
            ++digits;
        }
        if (digits == 0 || digits > 4 || digits + 1 >= line.size()) continue;
        if (line[digits] != ':' && line[digits] != '(') continue;
        const auto file = static_cast<std::size_t>(std::atoi(line.c_str()));
        const int at = std::atoi(line.c_str() + digits + 1);
        if (file >= source.files.size() || at <= 0) continue;
        const std::size_t message = line.find(": ");
        return bad_input(source.files[file] + ":" + std::to_string(at),
                         message == std::string::npos ? line : line.substr(message + 2));
    }
    return bad_input(source.files.empty() ? "" : source.files.front(), "does not compile: " + log);
}

using Shader = GlObject<GlKind::Shader>;

Result<Shader> compile(unsigned stage, const fs::path& folder, const std::string& file,
                       const std::string& head) {
    Source source;
    source.text = head;
    if (auto status = append_file(folder, file, 0, source); !status) return status.error();
    Shader shader(glCreateShader(stage));
    const char* text = source.text.c_str();
    glShaderSource(shader.name(), 1, &text, nullptr);
    glCompileShader(shader.name());
    int compiled = GL_FALSE;
    glGetShaderiv(shader.name(), GL_COMPILE_STATUS, &compiled);
    if (compiled == GL_TRUE) return shader;
    std::string log(4096, '\0');
    int length = 0;
    glGetShaderInfoLog(shader.name(), static_cast<int>(log.size()), &length, log.data());
    log.resize(static_cast<std::size_t>(length));
    return compile_error(log, source);
}

}  // namespace

fs::path shaders_folder() {
    if (const char* set = std::getenv("DRYRUN_SHADERS"); set != nullptr && *set != '\0') return set;
    const fs::path beside = assets_folder().parent_path() / "shaders";
    std::error_code ignored;
    if (fs::is_directory(beside, ignored)) return beside;
    return DRYRUN_BUILT_SHADERS;
}

Result<Program> Program::load(const fs::path& folder, const std::string& name,
                              const std::vector<std::string>& defines) {
    std::string head = "#version 330 core\n";
    for (const auto& define : defines) head += "#define " + define + "\n";
    auto vertex = compile(GL_VERTEX_SHADER, folder, name + ".vert", head);
    if (!vertex) return vertex.error();
    auto fragment = compile(GL_FRAGMENT_SHADER, folder, name + ".frag", head);
    if (!fragment) return fragment.error();

    Program program;
    program.program_ = GlObject<GlKind::Program>::make();
    const unsigned id = program.program_.name();
    glAttachShader(id, vertex->name());
    glAttachShader(id, fragment->name());
    glLinkProgram(id);
    int linked = GL_FALSE;
    glGetProgramiv(id, GL_LINK_STATUS, &linked);
    if (linked != GL_TRUE) {
        std::string log(2048, '\0');
        int length = 0;
        glGetProgramInfoLog(id, static_cast<int>(log.size()), &length, log.data());
        log.resize(static_cast<std::size_t>(length));
        return bad_input((folder / (name + ".vert")).string(),
                         "does not link with " + name + ".frag: " + log);
    }
    int uniforms = 0;
    glGetProgramiv(id, GL_ACTIVE_UNIFORMS, &uniforms);
    for (int i = 0; i < uniforms; ++i) {
        char uniform[128];
        int length = 0;
        int size = 0;
        unsigned type = 0;
        glGetActiveUniform(id, static_cast<unsigned>(i), sizeof uniform, &length, &size, &type,
                           uniform);
        program.locations_[uniform] = glGetUniformLocation(id, uniform);
    }
    return program;
}

void Program::use() const {
    glUseProgram(program_.name());
}

int Program::location(std::string_view uniform) const {
    const auto found = locations_.find(uniform);
    return found == locations_.end() ? -1 : found->second;
}

void Program::set(std::string_view uniform, float value) const {
    glUniform1f(location(uniform), value);
}
void Program::set(std::string_view uniform, int value) const {
    glUniform1i(location(uniform), value);
}
void Program::set(std::string_view uniform, float x, float y) const {
    glUniform2f(location(uniform), x, y);
}
void Program::set(std::string_view uniform, const Vec3& value) const {
    glUniform3f(location(uniform), static_cast<float>(value.x), static_cast<float>(value.y),
                static_cast<float>(value.z));
}
void Program::set(std::string_view uniform, float x, float y, float z, float w) const {
    glUniform4f(location(uniform), x, y, z, w);
}
void Program::set(std::string_view uniform, const Matrix4& value) const {
    glUniformMatrix4fv(location(uniform), 1, GL_FALSE, value.data());
}

}  // namespace dryrun::render
