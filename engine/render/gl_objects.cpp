// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "render/gl_objects.h"

#include <epoxy/gl.h>

namespace dryrun::render {

unsigned make_gl_object(GlKind kind) {
    unsigned name = 0;
    switch (kind) {
        case GlKind::Buffer:
            glGenBuffers(1, &name);
            break;
        case GlKind::VertexArray:
            glGenVertexArrays(1, &name);
            break;
        case GlKind::Texture:
            glGenTextures(1, &name);
            break;
        case GlKind::Framebuffer:
            glGenFramebuffers(1, &name);
            break;
        case GlKind::Renderbuffer:
            glGenRenderbuffers(1, &name);
            break;
        case GlKind::Program:
            name = glCreateProgram();
            break;
        case GlKind::Shader:
            break;  // has a stage; see program.cpp
    }
    return name;
}

void delete_gl_object(GlKind kind, unsigned name) {
    switch (kind) {
        case GlKind::Buffer:
            glDeleteBuffers(1, &name);
            break;
        case GlKind::VertexArray:
            glDeleteVertexArrays(1, &name);
            break;
        case GlKind::Texture:
            glDeleteTextures(1, &name);
            break;
        case GlKind::Framebuffer:
            glDeleteFramebuffers(1, &name);
            break;
        case GlKind::Renderbuffer:
            glDeleteRenderbuffers(1, &name);
            break;
        case GlKind::Program:
            glDeleteProgram(name);
            break;
        case GlKind::Shader:
            glDeleteShader(name);
            break;
    }
}

}  // namespace dryrun::render
