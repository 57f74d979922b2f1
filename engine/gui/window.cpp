// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "gui/window.h"

#define GLFW_INCLUDE_NONE  // epoxy declares OpenGL
#include <GLFW/glfw3.h>
#include <backends/imgui_impl_glfw.h>
#include <backends/imgui_impl_opengl3.h>
#include <epoxy/gl.h>
#include <imgui.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <optional>

#include "gui/theme.h"

namespace dryrun::gui {
namespace {

constexpr int kSmallestWidth = 960;
constexpr int kSmallestHeight = 600;

std::optional<Key> key_of(int glfw_key) {
    if (glfw_key >= GLFW_KEY_A && glfw_key <= GLFW_KEY_Z) {
        return static_cast<Key>(static_cast<int>(Key::A) + glfw_key - GLFW_KEY_A);
    }
    if (glfw_key >= GLFW_KEY_0 && glfw_key <= GLFW_KEY_9) {
        return static_cast<Key>(static_cast<int>(Key::Digit0) + glfw_key - GLFW_KEY_0);
    }
    if (glfw_key >= GLFW_KEY_F1 && glfw_key <= GLFW_KEY_F12) {
        return static_cast<Key>(static_cast<int>(Key::F1) + glfw_key - GLFW_KEY_F1);
    }
    switch (glfw_key) {
        case GLFW_KEY_SPACE:
            return Key::Space;
        case GLFW_KEY_ESCAPE:
            return Key::Escape;
        case GLFW_KEY_ENTER:
        case GLFW_KEY_KP_ENTER:
            return Key::Enter;
        case GLFW_KEY_TAB:
            return Key::Tab;
        case GLFW_KEY_LEFT:
            return Key::Left;
        case GLFW_KEY_RIGHT:
            return Key::Right;
        case GLFW_KEY_UP:
            return Key::Up;
        case GLFW_KEY_DOWN:
            return Key::Down;
        case GLFW_KEY_PAGE_UP:
            return Key::PageUp;
        case GLFW_KEY_PAGE_DOWN:
            return Key::PageDown;
        case GLFW_KEY_COMMA:
            return Key::Comma;
        case GLFW_KEY_PERIOD:
            return Key::Period;
        case GLFW_KEY_LEFT_SHIFT:
        case GLFW_KEY_RIGHT_SHIFT:
            return Key::Shift;
        case GLFW_KEY_LEFT_CONTROL:
        case GLFW_KEY_RIGHT_CONTROL:
            return Key::Control;
        case GLFW_KEY_LEFT_ALT:
        case GLFW_KEY_RIGHT_ALT:
            return Key::Alt;
        default:
            return std::nullopt;
    }
}

std::optional<Button> button_of(int glfw_button) {
    switch (glfw_button) {
        case GLFW_MOUSE_BUTTON_LEFT:
            return Button::Left;
        case GLFW_MOUSE_BUTTON_RIGHT:
            return Button::Right;
        case GLFW_MOUSE_BUTTON_MIDDLE:
            return Button::Middle;
        default:
            return std::nullopt;
    }
}

Error glfw_error(const char* wanted) {
    const char* what = nullptr;
    glfwGetError(&what);
    return {ErrorKind::Environment,
            std::string(wanted) + (what != nullptr ? std::string(": ") + what : std::string()),
            {},
            "the commands without a window (play, score, render) need no display"};
}

}  // namespace

struct Window::State {
    GLFWwindow* window = nullptr;
    bool has_panels = false;
    std::string title;
    Fonts fonts;
    std::size_t font_step = 1;
    float scale = 1.0f;
    InputFrame input;     // of the frame that runs
    InputFrame gathered;  // by the callbacks, for the next one
    double last_time = 0.0;
    bool has_pointer = false;

    State() = default;
    State(const State&) = delete;
    State& operator=(const State&) = delete;
    ~State() {
        if (has_panels) {
            ImGui_ImplOpenGL3_Shutdown();
            ImGui_ImplGlfw_Shutdown();
            ImGui::DestroyContext();
        }
        if (window != nullptr) glfwDestroyWindow(window);
        glfwTerminate();
    }
    void choose_font_step();
    void set_callbacks();
};

namespace {

InputFrame& gathered_of(GLFWwindow* window);

}  // namespace

// The callbacks are set before Dear ImGui's, which calls them on.
void Window::State::set_callbacks() {
    glfwSetWindowUserPointer(window, &gathered);
    glfwSetKeyCallback(window, [](GLFWwindow* w, int glfw_key, int, int action, int) {
        const auto key = key_of(glfw_key);
        if (!key) return;
        InputFrame& frame = gathered_of(w);
        if (action == GLFW_PRESS) frame.pressed.push_back(*key);
        if (action == GLFW_RELEASE) frame.released.push_back(*key);
        frame.down[static_cast<std::size_t>(*key)] = action != GLFW_RELEASE;
    });
    glfwSetMouseButtonCallback(window, [](GLFWwindow* w, int glfw_button, int action, int) {
        const auto button = button_of(glfw_button);
        if (!button) return;
        InputFrame& frame = gathered_of(w);
        if (action == GLFW_PRESS) frame.clicked.push_back(*button);
        frame.held[static_cast<std::size_t>(*button)] = action == GLFW_PRESS;
    });
    glfwSetScrollCallback(window,
                          [](GLFWwindow* w, double, double dy) { gathered_of(w).wheel += dy; });
    glfwSetWindowFocusCallback(window, [](GLFWwindow* w, int is_focused) {
        InputFrame& frame = gathered_of(w);
        frame.is_focused = is_focused != 0;
        if (is_focused != 0) return;
        // Releases go to another window from now on.
        frame.down.fill(false);
        frame.held.fill(false);
    });
}

namespace {

InputFrame& gathered_of(GLFWwindow* window) {
    return *static_cast<InputFrame*>(glfwGetWindowUserPointer(window));
}

}  // namespace

void Window::State::choose_font_step() {
    int width = 0;
    int height = 0;
    glfwGetFramebufferSize(window, &width, &height);
    const float wanted = normal_text_px(height);
    std::size_t best = 0;
    for (std::size_t i = 0; i < Fonts::kSteps_px.size(); ++i) {
        if (Fonts::kSteps_px[i] <= wanted + 0.5f) best = i;
    }
    if (best == font_step && scale == Fonts::kSteps_px[best] / 16.0f) return;
    font_step = best;
    scale = Fonts::kSteps_px[best] / 16.0f;
    apply_theme(scale);
    ImGui::GetIO().FontDefault = fonts.fonts[best][1];
}

Window::Window(std::unique_ptr<State> state) : state_(std::move(state)) {}
Window::Window(Window&&) noexcept = default;
Window& Window::operator=(Window&&) noexcept = default;
Window::~Window() = default;

Result<Window> Window::open(const WindowOptions& options) {
    if (glfwInit() == GLFW_FALSE) return glfw_error("no window can be opened");
    auto state = std::make_unique<State>();
    glfwWindowHint(GLFW_CONTEXT_VERSION_MAJOR, 3);
    glfwWindowHint(GLFW_CONTEXT_VERSION_MINOR, 3);
    glfwWindowHint(GLFW_OPENGL_PROFILE, GLFW_OPENGL_CORE_PROFILE);
    glfwWindowHint(GLFW_OPENGL_FORWARD_COMPAT, GLFW_TRUE);
    glfwWindowHint(GLFW_DEPTH_BITS, 24);
    glfwWindowHint(GLFW_STENCIL_BITS, 8);
    glfwWindowHint(GLFW_VISIBLE, options.is_visible ? GLFW_TRUE : GLFW_FALSE);
    state->window =
        glfwCreateWindow(options.width, options.height, options.title.c_str(), nullptr, nullptr);
    if (state->window == nullptr) return glfw_error("no window with OpenGL 3.3 can be opened");
    glfwSetWindowSizeLimits(state->window, kSmallestWidth, kSmallestHeight, GLFW_DONT_CARE,
                            GLFW_DONT_CARE);
    glfwMakeContextCurrent(state->window);
    glfwSwapInterval(1);
    state->set_callbacks();

    ImGui::CreateContext();
    ImGui::GetIO().IniFilename = nullptr;  // panels have their fixed places
    ImGui::GetIO().LogFilename = nullptr;
    ImGui_ImplGlfw_InitForOpenGL(state->window, true);
    ImGui_ImplOpenGL3_Init("#version 330 core");
    state->has_panels = true;
    if (!load_fonts(state->fonts)) {
        return Error{ErrorKind::Environment, "the DejaVu fonts are missing",
                     "/usr/share/fonts/truetype/dejavu", "install fonts-dejavu-core"};
    }
    state->choose_font_step();
    state->last_time = glfwGetTime();
    return Window(std::move(state));
}

bool Window::wants_to_close() const {
    return glfwWindowShouldClose(state_->window) != 0;
}
void Window::request_close() {
    glfwSetWindowShouldClose(state_->window, GLFW_TRUE);
}

void Window::set_title(const std::string& title) {
    if (title == state_->title) return;
    state_->title = title;
    glfwSetWindowTitle(state_->window, title.c_str());
}

int Window::width() const {
    int width = 0;
    int height = 0;
    glfwGetFramebufferSize(state_->window, &width, &height);
    return std::max(width, 1);
}
int Window::height() const {
    int width = 0;
    int height = 0;
    glfwGetFramebufferSize(state_->window, &width, &height);
    return std::max(height, 1);
}
float Window::scale() const {
    return state_->scale;
}

const InputFrame& Window::begin_frame() {
    State& state = *state_;
    glfwPollEvents();
    state.choose_font_step();
    ImGui_ImplOpenGL3_NewFrame();
    ImGui_ImplGlfw_NewFrame();
    ImGui::NewFrame();

    const double now = glfwGetTime();
    double x = 0.0;
    double y = 0.0;
    glfwGetCursorPos(state.window, &x, &y);
    // Positions in window units become framebuffer pixels.
    int window_width = 1;
    int window_height = 1;
    glfwGetWindowSize(state.window, &window_width, &window_height);
    x *= static_cast<double>(width()) / std::max(window_width, 1);
    y *= static_cast<double>(height()) / std::max(window_height, 1);
    InputFrame frame = state.gathered;
    frame.seconds = now - state.last_time;
    frame.pointer_dx = state.has_pointer ? x - state.input.pointer_x : 0.0;
    frame.pointer_dy = state.has_pointer ? y - state.input.pointer_y : 0.0;
    frame.pointer_x = x;
    frame.pointer_y = y;
    frame.panel_has_pointer = ImGui::GetIO().WantCaptureMouse;
    frame.panel_has_keyboard = ImGui::GetIO().WantTextInput;
    state.has_pointer = true;
    state.last_time = now;
    state.gathered.pressed.clear();
    state.gathered.released.clear();
    state.gathered.clicked.clear();
    state.gathered.wheel = 0.0;
    state.input = std::move(frame);

    glBindFramebuffer(GL_FRAMEBUFFER, 0);
    glViewport(0, 0, width(), height());
    glDisable(GL_SCISSOR_TEST);
    glClearColor(0.05f, 0.06f, 0.075f, 1.0f);
    glClear(GL_COLOR_BUFFER_BIT | GL_DEPTH_BUFFER_BIT);
    return state.input;
}

void Window::end_frame() {
    ImGui::Render();
    ImGui_ImplOpenGL3_RenderDrawData(ImGui::GetDrawData());
    glfwSwapBuffers(state_->window);
}

const InputFrame& Window::input() const {
    return state_->input;
}

void Window::push_text_size(TextSize size) {
    ImGui::PushFont(state_->fonts.fonts[state_->font_step][static_cast<std::size_t>(size)]);
}
void Window::pop_text_size() {
    ImGui::PopFont();
}

bool has_display() {
    for (const char* name : {"DISPLAY", "WAYLAND_DISPLAY"}) {
        const char* value = std::getenv(name);
        if (value != nullptr && *value != '\0') return true;
    }
    return false;
}

}  // namespace dryrun::gui
