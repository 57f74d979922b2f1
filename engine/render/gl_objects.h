// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// OpenGL names that delete themselves. The context they were made in must still be current then.
#pragma once

#include <utility>

namespace dryrun::render {

enum class GlKind { Buffer, VertexArray, Texture, Framebuffer, Renderbuffer, Program, Shader };

unsigned make_gl_object(GlKind kind);
void delete_gl_object(GlKind kind, unsigned name);

template <GlKind kind>
class GlObject {
  public:
    GlObject() = default;
    explicit GlObject(unsigned name) : name_(name) {}
    static GlObject make() { return GlObject(make_gl_object(kind)); }
    GlObject(GlObject&& other) noexcept : name_(std::exchange(other.name_, 0u)) {}
    GlObject& operator=(GlObject&& other) noexcept {
        std::swap(name_, other.name_);
        return *this;
    }
    ~GlObject() {
        if (name_ != 0) delete_gl_object(kind, name_);
    }
    unsigned name() const { return name_; }

  private:
    unsigned name_ = 0;
};

using Buffer = GlObject<GlKind::Buffer>;
using VertexArray = GlObject<GlKind::VertexArray>;
using Texture = GlObject<GlKind::Texture>;
using Framebuffer = GlObject<GlKind::Framebuffer>;
using Renderbuffer = GlObject<GlKind::Renderbuffer>;

}  // namespace dryrun::render
