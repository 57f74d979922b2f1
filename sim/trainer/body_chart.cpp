// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "trainer/body_chart.h"

#include <imgui.h>

#include <algorithm>

#include "approach/site.h"

namespace dryrun::trainer {
namespace {

constexpr double kRow = 12.0;
constexpr double kColumn = 4.0;
constexpr double kFarBehind = 400.0;
constexpr double kWidest = 320.0;
constexpr double kLongest = 900.0;
constexpr std::string_view kReferral = "referral.";
constexpr ImU32 kBody = IM_COL32(92, 98, 108, 255);
constexpr ImU32 kPain = IM_COL32(214, 70, 52, 210);

// The lateral edge of the skin that faces back, at one height and side; 0 where there is none.
double edge_at(const anatomy::Atlas& atlas, double height, double side) {
    double edge = 0.0;
    for (double out = kColumn; out < kWidest; out += kColumn) {
        const Vec3 from{side * out, kFarBehind, height};
        if (!atlas.skin_hit(from, {0.0, -1.0, 0.0}, 2.0 * kFarBehind)) break;
        edge = out;
    }
    return edge;
}

// From behind, the body's left (LPS: +x) is on the left.
ChartPoint on_chart(const Vec3& point) {
    return {static_cast<float>(-point.x), static_cast<float>(point.z)};
}

// "rhomboid_major" and "TrP1" of "referral.rhomboid_major.TrP1".
std::array<std::string_view, 2> parts_of(std::string_view phrase) {
    const std::string_view rest = phrase.substr(kReferral.size());
    const std::size_t dot = rest.rfind('.');
    if (dot == std::string_view::npos) return {rest, {}};
    return {rest.substr(0, dot), rest.substr(dot + 1)};
}

}  // namespace

BodyChart make_body_chart(const anatomy::Atlas& atlas) {
    BodyChart chart;
    for (double height = kLongest; height > -kLongest; height -= kRow) {
        const double left = edge_at(atlas, height, 1.0);
        const double right = edge_at(atlas, height, -1.0);
        if (left == 0.0 && right == 0.0) continue;
        chart.outline.push_back(
            {static_cast<float>(height), static_cast<float>(-left), static_cast<float>(right)});
    }
    return chart;
}

Status add_told(std::string_view phrase, bool is_left, const anatomy::Atlas& atlas,
                BodyChart& chart) {
    if (!phrase.starts_with(kReferral)) return {};
    const auto is_known = [&](const ChartZone& zone) { return zone.phrase == phrase; };
    if (std::any_of(chart.zones.begin(), chart.zones.end(), is_known)) return {};
    const auto [muscle, point_name] = parts_of(phrase);
    const auto sites = approach::read_shipped_sites();
    if (!sites) return sites.error();
    const std::string name = "muscle." + std::string(muscle) + (is_left ? ".left" : ".right");
    const approach::Site* site = approach::find_site(*sites, name);
    if (site == nullptr) return {};
    ChartZone zone{std::string(phrase), {}, {}};
    for (const approach::SitePoint& point : site->points) {
        if (point.name != point_name) continue;
        zone.elsewhere = point.referral.elsewhere;
        for (const auto& outline : point.referral.areas) {
            const auto patch = atlas.skin_patch(outline, is_left, 0.0);
            if (!patch) return patch.error();
            auto& area = zone.areas.emplace_back();
            for (const auto& triangle : patch->triangles)
                for (const auto corner : triangle)
                    area.push_back(on_chart(patch->points[static_cast<std::size_t>(corner)]));
        }
    }
    chart.zones.push_back(std::move(zone));
    return {};
}

void draw_body_chart(const BodyChart& chart, float x, float y, float width, float height) {
    if (chart.outline.empty()) return;
    const float top = chart.outline.front()[0];
    const float bottom = chart.outline.back()[0];
    float widest = 1.0f;
    for (const auto& row : chart.outline) widest = std::max({widest, -row[1], row[2]});
    const float text = ImGui::GetFontSize();
    const float scale = std::min(width / (2.0f * widest), height / (top - bottom));
    const ImVec2 middle{x + 0.5f * width, y};
    const auto at = [&](float right, float up) {
        return ImVec2{middle.x + scale * right, middle.y + scale * (top - up)};
    };
    ImDrawList* list = ImGui::GetWindowDrawList();
    for (std::size_t i = 0; i + 1 < chart.outline.size(); ++i) {
        const auto& upper = chart.outline[i];
        const auto& lower = chart.outline[i + 1];
        list->AddQuadFilled(at(upper[1], upper[0]), at(upper[2], upper[0]), at(lower[2], lower[0]),
                            at(lower[1], lower[0]), kBody);
    }
    std::string elsewhere;
    for (const ChartZone& zone : chart.zones) {
        for (const auto& area : zone.areas)
            for (std::size_t i = 0; i + 2 < area.size(); i += 3)
                list->AddTriangleFilled(at(area[i][0], area[i][1]),
                                        at(area[i + 1][0], area[i + 1][1]),
                                        at(area[i + 2][0], area[i + 2][1]), kPain);
        for (const std::string& place : zone.elsewhere)
            if (elsewhere.find(place) == std::string::npos)
                elsewhere += (elsewhere.empty() ? "+ " : ", ") + place;
    }
    list->AddText({x, y - 1.25f * text}, IM_COL32(230, 224, 210, 255), "Felt, by the patient");
    if (!elsewhere.empty())
        list->AddText(ImGui::GetFont(), text, {x, at(0.0f, bottom).y + 0.25f * text},
                      IM_COL32(230, 150, 130, 255), elsewhere.c_str(), nullptr, width);
}

}  // namespace dryrun::trainer
