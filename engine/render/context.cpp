// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "render/context.h"

#include <epoxy/egl.h>
#include <epoxy/gl.h>

#include <utility>

namespace dryrun::render {
namespace {

Error no_gl(const char* what) {
    return {ErrorKind::Environment,
            std::string("no off-screen OpenGL: ") + what,
            {},
            "install libegl1 and libgl1-mesa-dri"};
}

}  // namespace

struct OffscreenContext::State {
    EGLDisplay display = EGL_NO_DISPLAY;
    EGLContext context = EGL_NO_CONTEXT;
    EGLDisplay display_before = EGL_NO_DISPLAY;
    EGLContext context_before = EGL_NO_CONTEXT;
    EGLSurface draw_before = EGL_NO_SURFACE;
    EGLSurface read_before = EGL_NO_SURFACE;

    State() = default;
    State(const State&) = delete;
    State& operator=(const State&) = delete;
    ~State() {
        if (context == EGL_NO_CONTEXT) return;
        if (context_before != EGL_NO_CONTEXT) {
            eglMakeCurrent(display_before, draw_before, read_before, context_before);
        } else {
            eglMakeCurrent(display, EGL_NO_SURFACE, EGL_NO_SURFACE, EGL_NO_CONTEXT);
        }
        // The display is shared by the whole process, so it is not terminated.
        eglDestroyContext(display, context);
    }
};

OffscreenContext::OffscreenContext(std::unique_ptr<State> state) : state_(std::move(state)) {}
OffscreenContext::OffscreenContext(OffscreenContext&&) noexcept = default;
OffscreenContext& OffscreenContext::operator=(OffscreenContext&&) noexcept = default;
OffscreenContext::~OffscreenContext() = default;

Result<OffscreenContext> OffscreenContext::create() {
    if (!epoxy_has_egl_extension(EGL_NO_DISPLAY, "EGL_MESA_platform_surfaceless")) {
        return no_gl("EGL has no surfaceless platform");
    }
    auto state = std::make_unique<State>();
    state->display_before = eglGetCurrentDisplay();
    state->context_before = eglGetCurrentContext();
    state->draw_before = eglGetCurrentSurface(EGL_DRAW);
    state->read_before = eglGetCurrentSurface(EGL_READ);

    state->display =
        eglGetPlatformDisplayEXT(EGL_PLATFORM_SURFACELESS_MESA, EGL_DEFAULT_DISPLAY, nullptr);
    if (state->display == EGL_NO_DISPLAY) return no_gl("EGL gives no surfaceless display");
    if (eglInitialize(state->display, nullptr, nullptr) == EGL_FALSE) {
        return no_gl("EGL does not start");
    }
    if (eglBindAPI(EGL_OPENGL_API) == EGL_FALSE) return no_gl("EGL does not know OpenGL");
    const EGLint config_wish[] = {EGL_SURFACE_TYPE, EGL_PBUFFER_BIT, EGL_RENDERABLE_TYPE,
                                  EGL_OPENGL_BIT, EGL_NONE};
    EGLConfig config = nullptr;
    EGLint configs = 0;
    if (eglChooseConfig(state->display, config_wish, &config, 1, &configs) == EGL_FALSE ||
        configs == 0) {
        return no_gl("EGL has no configuration for OpenGL");
    }
    const EGLint context_wish[] = {EGL_CONTEXT_MAJOR_VERSION,
                                   3,
                                   EGL_CONTEXT_MINOR_VERSION,
                                   3,
                                   EGL_CONTEXT_OPENGL_PROFILE_MASK,
                                   EGL_CONTEXT_OPENGL_CORE_PROFILE_BIT,
                                   EGL_NONE};
    state->context = eglCreateContext(state->display, config, EGL_NO_CONTEXT, context_wish);
    if (state->context == EGL_NO_CONTEXT) return no_gl("the driver has no OpenGL 3.3 core");
    if (eglMakeCurrent(state->display, EGL_NO_SURFACE, EGL_NO_SURFACE, state->context) ==
        EGL_FALSE) {
        return no_gl("the driver needs a window");
    }
    return OffscreenContext(std::move(state));
}

std::string renderer_name() {
    const auto* name = reinterpret_cast<const char*>(glGetString(GL_RENDERER));
    return name != nullptr ? name : "unknown";
}

}  // namespace dryrun::render
