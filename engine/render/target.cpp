// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// Framebuffers for pictures without a window.
#include <epoxy/gl.h>

#include <algorithm>
#include <string>

#include "render/renderer.h"

namespace dryrun::render {
namespace {

constexpr int kSmallest = 16;
constexpr int kLargest = 8192;

void attach(const Renderbuffer& buffer, unsigned format, unsigned attachment, int width, int height,
            int samples) {
    glBindRenderbuffer(GL_RENDERBUFFER, buffer.name());
    glRenderbufferStorageMultisample(GL_RENDERBUFFER, samples, format, width, height);
    glFramebufferRenderbuffer(GL_FRAMEBUFFER, attachment, GL_RENDERBUFFER, buffer.name());
}

bool is_complete() {
    return glCheckFramebufferStatus(GL_FRAMEBUFFER) == GL_FRAMEBUFFER_COMPLETE;
}

}  // namespace

Result<OffscreenTarget> OffscreenTarget::create(int width, int height, int samples) {
    if (width < kSmallest || height < kSmallest || width > kLargest || height > kLargest) {
        return bad_input("size", "a picture is 16 to 8192 pixels wide and high, not " +
                                     std::to_string(width) + "x" + std::to_string(height));
    }
    int most_samples = 0;
    glGetIntegerv(GL_MAX_SAMPLES, &most_samples);
    samples = std::clamp(samples, 0, most_samples);

    OffscreenTarget target;
    target.width_ = width;
    target.height_ = height;
    target.drawn_ = Framebuffer::make();
    target.color_ = Renderbuffer::make();
    target.depth_ = Renderbuffer::make();
    glBindFramebuffer(GL_FRAMEBUFFER, target.drawn_.name());
    attach(target.color_, GL_RGBA8, GL_COLOR_ATTACHMENT0, width, height, samples);
    attach(target.depth_, GL_DEPTH24_STENCIL8, GL_DEPTH_STENCIL_ATTACHMENT, width, height, samples);
    const bool is_drawn_complete = is_complete();
    target.resolved_ = Framebuffer::make();
    target.resolved_color_ = Renderbuffer::make();
    glBindFramebuffer(GL_FRAMEBUFFER, target.resolved_.name());
    attach(target.resolved_color_, GL_RGBA8, GL_COLOR_ATTACHMENT0, width, height, 0);
    if (!is_drawn_complete || !is_complete()) {
        return Error{ErrorKind::Environment,
                     "the driver makes no framebuffer of this size",
                     std::to_string(width) + "x" + std::to_string(height),
                     {}};
    }
    return target;
}

void OffscreenTarget::bind() const {
    glBindFramebuffer(GL_FRAMEBUFFER, drawn_.name());
}

Image OffscreenTarget::read() const {
    glBindFramebuffer(GL_READ_FRAMEBUFFER, drawn_.name());
    glBindFramebuffer(GL_DRAW_FRAMEBUFFER, resolved_.name());
    glBlitFramebuffer(0, 0, width_, height_, 0, 0, width_, height_, GL_COLOR_BUFFER_BIT,
                      GL_NEAREST);
    glBindFramebuffer(GL_FRAMEBUFFER, resolved_.name());
    Image image = make_image(width_, height_);
    glPixelStorei(GL_PACK_ALIGNMENT, 4);
    glReadPixels(0, 0, width_, height_, GL_RGBA, GL_UNSIGNED_BYTE, image.rgba.data());
    // OpenGL counts rows from below.
    const auto row = static_cast<std::ptrdiff_t>(width_) * 4;
    for (int y = 0; y < height_ / 2; ++y) {
        std::swap_ranges(image.rgba.begin() + y * row, image.rgba.begin() + (y + 1) * row,
                         image.rgba.begin() + (height_ - 1 - y) * row);
    }
    for (std::size_t i = 3; i < image.rgba.size(); i += 4) image.rgba[i] = 255;
    glBindFramebuffer(GL_FRAMEBUFFER, drawn_.name());
    return image;
}

}  // namespace dryrun::render
