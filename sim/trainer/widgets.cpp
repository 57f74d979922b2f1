// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "trainer/widgets.h"

#include <imgui.h>

#include <algorithm>
#include <cmath>

#include "core/deterministic_math.h"
#include "core/json.h"

namespace dryrun::trainer {
namespace {

constexpr ImU32 kLine = IM_COL32(230, 233, 238, 255);
constexpr ImU32 kFaint = IM_COL32(141, 150, 163, 255);
constexpr ImU32 kGround = IM_COL32(42, 48, 56, 255);
constexpr ImU32 kSkin = IM_COL32(217, 169, 140, 255);
constexpr ImU32 kValue = IM_COL32(111, 168, 220, 255);
constexpr ImU32 kWanted = IM_COL32(90, 160, 110, 90);

ImVec2 place(float width, float height) {
    const ImVec2 at = ImGui::GetCursorScreenPos();
    ImGui::Dummy({width, height});
    return at;
}

// From dark blue over teal to yellow; easy to tell apart without red and green.
ImU32 pressure_color(float part) {
    const float t = std::clamp(part, 0.0f, 1.0f);
    const float r = std::clamp(2.2f * t - 1.0f, 0.0f, 1.0f);
    const float g = std::clamp(0.12f + 0.85f * t, 0.0f, 1.0f);
    const float b = 0.30f + 0.35f * std::sin(3.14159f * std::min(t * 1.2f, 1.0f)) - 0.2f * t;
    return ImGui::ColorConvertFloat4ToU32({r, g, std::clamp(b, 0.1f, 1.0f), 1.0f});
}

}  // namespace

void draw_range_bar(float value, float most, float low, float high, const std::string& text,
                    float width, float height) {
    ImDrawList& list = *ImGui::GetWindowDrawList();
    const ImVec2 at = place(width, height);
    const auto x = [&](float v) { return at.x + width * std::clamp(v / most, 0.0f, 1.0f); };
    list.AddRectFilled(at, {at.x + width, at.y + height}, kGround, 4.0f);
    if (high > low) list.AddRectFilled({x(low), at.y}, {x(high), at.y + height}, kWanted);
    list.AddRectFilled({at.x, at.y + height * 0.25f}, {x(value), at.y + height * 0.75f}, kValue,
                       3.0f);
    const ImVec2 size = ImGui::CalcTextSize(text.c_str());
    list.AddText({at.x + width - size.x - 6.0f, at.y + 0.5f * (height - size.y)}, kLine,
                 text.c_str());
}

void draw_taxel_map(const std::array<double, 49>& taxel_kPa, float side) {
    ImDrawList& list = *ImGui::GetWindowDrawList();
    const ImVec2 at = place(side, side);
    // The scale follows the strongest taxel, but not below a light touch.
    double most = 20.0;
    for (const double value : taxel_kPa) most = std::max(most, value);
    const float cell = side / 7.0f;
    for (int row = 0; row < 7; ++row) {
        for (int column = 0; column < 7; ++column) {
            const double value = taxel_kPa[static_cast<std::size_t>(row * 7 + column)];
            const float x = at.x + cell * static_cast<float>(column);
            const float y = at.y + cell * static_cast<float>(row);
            list.AddRectFilled({x, y}, {x + cell - 1.0f, y + cell - 1.0f},
                               pressure_color(static_cast<float>(value / most)), 2.0f);
        }
    }
}

void draw_lean(const char* title, float lean_deg, const char* left, const char* right, float width,
               float height) {
    ImDrawList& list = *ImGui::GetWindowDrawList();
    const ImVec2 at = place(width, height);
    list.AddRectFilled(at, {at.x + width, at.y + height}, kGround, 4.0f);
    const float text = ImGui::GetFontSize();
    const float skin_y = at.y + height * 0.62f;
    const float middle = at.x + 0.5f * width;
    list.AddRectFilled({at.x, skin_y}, {at.x + width, at.y + height}, IM_COL32(92, 62, 52, 255),
                       4.0f);
    list.AddLine({at.x, skin_y}, {at.x + width, skin_y}, kSkin, 2.0f);
    for (float y = skin_y - height * 0.42f; y < skin_y; y += 6.0f) {
        list.AddLine({middle, y}, {middle, y + 3.0f}, kFaint, 1.0f);
    }
    // The tip goes to the side that the needle leans to, so the handle is on the other.
    const float angle = lean_deg * static_cast<float>(det::kPi / 180.0);
    const ImVec2 along{std::sin(angle), std::cos(angle)};
    const float above = height * 0.42f;
    const float below = height * 0.26f;
    const ImVec2 handle{middle - along.x * above, skin_y - along.y * above};
    const ImVec2 tip{middle + along.x * below, skin_y + along.y * below};
    list.AddLine(handle, tip, kLine, 1.5f);
    list.AddLine(handle, {handle.x + along.x * above * 0.4f, handle.y + along.y * above * 0.4f},
                 IM_COL32(204, 140, 76, 255), 4.0f);
    list.AddText({at.x + 5.0f, at.y + 3.0f}, kFaint, title);
    list.AddText({at.x + 5.0f, at.y + height - text - 3.0f}, kLine, left);
    const ImVec2 size = ImGui::CalcTextSize(right);
    list.AddText({at.x + width - size.x - 5.0f, at.y + height - text - 3.0f}, kLine, right);
}

void draw_angle_to_skin(float tilt_deg, float width, float height) {
    ImDrawList& list = *ImGui::GetWindowDrawList();
    const ImVec2 at = place(width, height);
    list.AddRectFilled(at, {at.x + width, at.y + height}, kGround, 4.0f);
    const float skin_y = at.y + height * 0.86f;
    const float corner_x = at.x + width * 0.35f;
    list.AddLine({at.x + 4.0f, skin_y}, {at.x + width - 4.0f, skin_y}, kSkin, 2.0f);
    const float to_skin = (90.0f - tilt_deg) * static_cast<float>(det::kPi / 180.0);
    const float above = skin_y - at.y - ImGui::GetFontSize() - 8.0f;
    const float reach = std::min(width * 0.55f, above);
    const ImVec2 handle{corner_x + std::cos(to_skin) * reach, skin_y - std::sin(to_skin) * reach};
    list.AddLine({corner_x, skin_y}, handle, kLine, 1.5f);
    list.PathArcTo({corner_x, skin_y}, reach * 0.45f, -to_skin, 0.0f, 24);
    list.PathStroke(kValue, 0, 1.5f);
    const std::string text = fixed_text(90.0 - tilt_deg, 0) + "° to the skin";
    list.AddText({at.x + 6.0f, at.y + 4.0f}, kLine, text.c_str());
}

void draw_force_trace(const std::vector<float>& force_N, float width, float height) {
    ImDrawList& list = *ImGui::GetWindowDrawList();
    const ImVec2 at = place(width, height);
    list.AddRectFilled(at, {at.x + width, at.y + height}, kGround, 4.0f);
    float most = 0.5f;
    for (const float value : force_N) most = std::max(most, std::fabs(value));
    const float zero = at.y + height * 0.62f;
    list.AddLine({at.x, zero}, {at.x + width, zero}, kFaint, 1.0f);
    constexpr float kPoints = 400.0f;
    const auto point = [&](std::size_t i) {
        const float from_end = static_cast<float>(force_N.size() - 1 - i);
        return ImVec2{at.x + width * (1.0f - from_end / kPoints),
                      zero - force_N[i] / most * height * (force_N[i] > 0 ? 0.55f : 0.33f)};
    };
    for (std::size_t i = 0; i + 1 < force_N.size(); ++i) {
        list.AddLine(point(i), point(i + 1), kValue, 1.5f);
    }
    const std::string text = "force on the hand, ± " + fixed_text(most, 1) + " N, 8 s";
    list.AddText({at.x + 6.0f, at.y + 2.0f}, kFaint, text.c_str());
}

void draw_emg_trace(const std::vector<float>& emg_uV, float width, float height) {
    ImDrawList& list = *ImGui::GetWindowDrawList();
    const ImVec2 at = place(width, height);
    list.AddRectFilled(at, {at.x + width, at.y + height}, kGround, 4.0f);
    float most = 0.0f;
    for (const float value : emg_uV) most = std::max(most, std::fabs(value));
    // The usual gains of an electromyograph, so that noise and burst look as they do there.
    constexpr float kGains_uV[] = {50.0f, 100.0f, 200.0f, 500.0f, 1000.0f, 2000.0f};
    float gain = kGains_uV[0];
    for (const float step : kGains_uV)
        if (most > gain) gain = step;
    constexpr float kPoints = 1000.0f;
    const float zero = at.y + height * 0.58f;
    const auto point = [&](std::size_t i) {
        const float from_end = static_cast<float>(emg_uV.size() - 1 - i);
        const float shown = std::clamp(emg_uV[i] / gain, -1.0f, 1.0f);
        return ImVec2{at.x + width * (1.0f - from_end / kPoints), zero - 0.38f * height * shown};
    };
    for (std::size_t i = 0; i + 1 < emg_uV.size(); ++i)
        list.AddLine(point(i), point(i + 1), kValue, 1.0f);
    const std::string text = "electromyogram, ± " + fixed_text(gain, 0) + " µV, 1 s";
    list.AddText({at.x + 6.0f, at.y + 2.0f}, kFaint, text.c_str());
}

void key_hint(const char* key, const char* text) {
    ImDrawList& list = *ImGui::GetWindowDrawList();
    const ImVec2 size = ImGui::CalcTextSize(key);
    const float pad = 0.4f * ImGui::GetFontSize();
    const ImVec2 at = place(size.x + 2.0f * pad, size.y + 2.0f);
    list.AddRectFilled(at, {at.x + size.x + 2.0f * pad, at.y + size.y + 2.0f},
                       IM_COL32(60, 70, 84, 255), 3.0f);
    list.AddText({at.x + pad, at.y + 1.0f}, kLine, key);
    ImGui::SameLine();
    ImGui::TextUnformatted(text);
}

}  // namespace dryrun::trainer
