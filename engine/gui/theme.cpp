// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "gui/theme.h"

#include <imgui.h>

#include <algorithm>
#include <filesystem>
#include <string>

namespace dryrun::gui {
namespace {

constexpr const char* kFolder = "/usr/share/fonts/truetype/dejavu/";
// Latin, Greek, punctuation with dashes and quotes, arrows, mathematics.
constexpr ImWchar kRanges[] = {0x20,   0xFF,   0x370,  0x3FF,  0x2010, 0x203A, 0x2190, 0x21FF,
                               0x2200, 0x22FF, 0x25A0, 0x25FF, 0x2713, 0x2717, 0};

ImVec4 color(int hex, float alpha = 1.0f) {
    return {static_cast<float>(hex >> 16 & 255) / 255.0f,
            static_cast<float>(hex >> 8 & 255) / 255.0f, static_cast<float>(hex & 255) / 255.0f,
            alpha};
}

}  // namespace

void apply_theme(float scale) {
    ImGuiStyle style;
    ImGui::StyleColorsDark(&style);
    style.WindowRounding = 6.0f;
    style.ChildRounding = 6.0f;
    style.FrameRounding = 4.0f;
    style.GrabRounding = 4.0f;
    style.TabRounding = 4.0f;
    style.PopupRounding = 6.0f;
    style.WindowBorderSize = 0.0f;
    style.ChildBorderSize = 0.0f;
    style.WindowPadding = {10, 10};
    style.FramePadding = {8, 4};
    style.ItemSpacing = {7, 6};
    style.ScrollbarSize = 11.0f;
    style.ScaleAllSizes(scale);

    auto& colors = style.Colors;
    colors[ImGuiCol_Text] = color(0xE6E9EE);
    colors[ImGuiCol_TextDisabled] = color(0x8D96A3);
    colors[ImGuiCol_WindowBg] = color(0x15181D);
    colors[ImGuiCol_ChildBg] = color(0x1D2127);
    colors[ImGuiCol_PopupBg] = color(0x1D2127, 0.98f);
    colors[ImGuiCol_FrameBg] = color(0x2A3038);
    colors[ImGuiCol_FrameBgHovered] = color(0x353D48);
    colors[ImGuiCol_FrameBgActive] = color(0x3D4653);
    colors[ImGuiCol_Button] = color(0x2F4A63);
    colors[ImGuiCol_ButtonHovered] = color(0x3B6286);
    colors[ImGuiCol_ButtonActive] = color(0x4678A5);
    colors[ImGuiCol_Header] = color(0x2F4A63);
    colors[ImGuiCol_HeaderHovered] = color(0x3B6286);
    colors[ImGuiCol_HeaderActive] = color(0x4678A5);
    colors[ImGuiCol_Tab] = color(0x232830);
    colors[ImGuiCol_TabHovered] = color(0x3B6286);
    colors[ImGuiCol_TabActive] = color(0x2F4A63);
    colors[ImGuiCol_TabUnfocused] = color(0x232830);
    colors[ImGuiCol_TabUnfocusedActive] = color(0x2F4A63);
    colors[ImGuiCol_SliderGrab] = color(0x6FA8DC);
    colors[ImGuiCol_SliderGrabActive] = color(0x9AC6EE);
    colors[ImGuiCol_CheckMark] = color(0x8FC7F5);
    colors[ImGuiCol_PlotHistogram] = color(0x6FA8DC);
    colors[ImGuiCol_PlotLines] = color(0x8FC7F5);
    colors[ImGuiCol_ModalWindowDimBg] = color(0x000000, 0.6f);
    ImGui::GetStyle() = style;
}

float normal_text_px(int window_height) {
    return std::clamp(static_cast<float>(window_height) * 15.0f / 800.0f, 13.0f, 26.0f);
}

bool load_fonts(Fonts& fonts) {
    ImFontAtlas& atlas = *ImGui::GetIO().Fonts;
    const std::string regular = std::string(kFolder) + "DejaVuSans.ttf";
    const std::string bold = std::string(kFolder) + "DejaVuSans-Bold.ttf";
    std::error_code ignored;
    if (!std::filesystem::exists(regular, ignored) || !std::filesystem::exists(bold, ignored)) {
        return false;
    }
    for (std::size_t step = 0; step < Fonts::kSteps_px.size(); ++step) {
        const float px = Fonts::kSteps_px[step];
        const struct {
            const std::string& file;
            float size;
        } wanted[4] = {{regular, 0.86f}, {regular, 1.0f}, {bold, 1.12f}, {bold, 1.5f}};
        for (std::size_t i = 0; i < 4; ++i) {
            fonts.fonts[step][i] = atlas.AddFontFromFileTTF(
                wanted[i].file.c_str(),
                static_cast<float>(static_cast<int>(px * wanted[i].size + 0.5f)), nullptr, kRanges);
            if (fonts.fonts[step][i] == nullptr) return false;
        }
    }
    return true;
}

}  // namespace dryrun::gui
