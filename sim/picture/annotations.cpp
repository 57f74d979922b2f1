// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "picture/annotations.h"

#include <algorithm>
#include <cmath>

#include "core/json.h"

namespace dryrun::picture {
namespace {

const render::Color kText{0.93f, 0.94f, 0.96f, 1.0f};
const render::Color kFaint{0.93f, 0.94f, 0.96f, 0.65f};
const render::Color kPlate{0.04f, 0.05f, 0.07f, 0.62f};
constexpr const char* kDisclaimer = "DryRun: training only, not for treatment";

// Of six directions of the body, the one that lies most along `screen`.
std::string direction_name(const Vec3& screen) {
    const struct {
        Vec3 direction;
        const char* name;
    } directions[] = {{{1, 0, 0}, "L"},         {{-1, 0, 0}, "R"},      {{0, 1, 0}, "posterior"},
                      {{0, -1, 0}, "anterior"}, {{0, 0, 1}, "cranial"}, {{0, 0, -1}, "caudal"}};
    const char* best = "";
    double most = 0.6;
    for (const auto& each : directions) {
        if (dot(each.direction, screen) <= most) continue;
        most = dot(each.direction, screen);
        best = each.name;
    }
    return best;
}

std::string side_word(const std::string& text) {
    if (text == "left" || text == "right") return " (" + text + ")";
    return {};
}

std::vector<std::string> split(const std::string& name) {
    std::vector<std::string> parts;
    for (std::size_t at = 0; at <= name.size();) {
        const std::size_t dot_at = std::min(name.find('.', at), name.size());
        parts.push_back(name.substr(at, dot_at - at));
        at = dot_at + 1;
    }
    return parts;
}

// Whether the lines from (elbow, upper) to the upper place and from (elbow, lower) to the lower one
// cross, the one row above the other.
bool cross(float elbow, float upper, float upper_x, float upper_y, float lower, float lower_x,
           float lower_y) {
    // Where both have gone as far as the nearer place, the upper line must still be the upper one.
    const float far = std::min(std::fabs(upper_x - elbow), std::fabs(lower_x - elbow));
    const auto at = [&](float row, float x, float y) {
        const float way = std::fabs(x - elbow);
        return way < 1.0f ? y : row + (y - row) * far / way;
    };
    return at(upper, upper_x, upper_y) > at(lower, lower_x, lower_y);
}

struct PlacedLabel {
    const Label* label;
    float x, y;     // of the place
    float row = 0;  // of the text's middle
};

// Gives each label of a column, from the top down, a row of its own above `lowest`.
void arrange(std::vector<PlacedLabel>& column, float elbow, float line, float lowest) {
    float least = 2.0f * line;
    for (auto& placed : column) {
        placed.row = std::max(placed.row, least);
        least = placed.row + line;
    }
    for (auto i = column.rbegin(); i != column.rend(); ++i) {
        i->row = std::min(i->row, lowest);
        lowest = i->row - line;
    }
    // Two leader lines that cross change rows, until none do.
    for (std::size_t pass = 0; pass < column.size(); ++pass) {
        for (std::size_t i = 0; i + 1 < column.size(); ++i) {
            auto& upper = column[i];
            auto& lower = column[i + 1];
            if (!cross(elbow, upper.row, upper.x, upper.y, lower.row, lower.x, lower.y)) continue;
            std::swap(upper.row, lower.row);
            std::swap(upper, lower);
        }
    }
}

std::string spaced(std::string text) {
    std::replace(text.begin(), text.end(), '_', ' ');
    return text;
}

}  // namespace

float text_height(const render::Viewport& viewport) {
    return std::clamp(0.0125f * static_cast<float>(std::min(viewport.height, viewport.width)), 7.0f,
                      40.0f);
}

void add_caption(render::Overlay& overlay, const render::Viewport& viewport,
                 const std::string& text) {
    const float size = text_height(viewport);
    const auto width = static_cast<float>(viewport.width);
    const auto height = static_cast<float>(viewport.height);
    const float strip = 2.6f * size;
    render::add_plate(overlay, 0, height - strip, width, strip, 0, kPlate);
    const float baseline = height - 0.8f * size;
    const float own = render::text_width(kDisclaimer, size);
    render::add_text(overlay, kDisclaimer, width - size, baseline, size, kText,
                     render::Align::Right);
    // What is left beside the disclaimer, which always stands.
    if (render::text_width(text, size) + own + 4.0f * size < width) {
        render::add_text(overlay, text, size, baseline, size, kText);
    }
}

void add_scale_bar(render::Overlay& overlay, const render::Camera& camera,
                   const render::Viewport& viewport) {
    const double per_pixel = render::pixel_size(camera, viewport);
    const double wanted = 0.16 * viewport.width * per_pixel;
    double length = 1.0;
    for (const double step : {1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0, 200.0, 500.0}) {
        if (step <= wanted) length = step;
    }
    const float size = text_height(viewport);
    const auto pixels = static_cast<float>(length / per_pixel);
    const float x = 1.6f * size;
    const float y = static_cast<float>(viewport.height) - 4.4f * size;
    const float pen = std::max(0.16f * size, 1.5f);
    render::add_stroke(overlay, x, y, x + pixels, y, pen, kText);
    render::add_stroke(overlay, x, y - 0.4f * size, x, y + 0.4f * size, pen, kText);
    render::add_stroke(overlay, x + pixels, y - 0.4f * size, x + pixels, y + 0.4f * size, pen,
                       kText);
    render::add_text(overlay, number_text(length) + " mm", x + 0.5f * pixels, y - 0.8f * size, size,
                     kText, render::Align::Centre);
}

void add_orientation(render::Overlay& overlay, const render::Camera& camera,
                     const render::Viewport& viewport) {
    const float size = text_height(viewport) * 1.15f;
    const auto width = static_cast<float>(viewport.width);
    const auto height = static_cast<float>(viewport.height);
    const Vec3 right = render::right_of(camera);
    const auto add = [&](const std::string& text, float x, float y) {
        if (text.empty()) return;
        const float wide = render::text_width(text, size) + size;
        x = std::clamp(x - 0.5f * wide, 0.4f * size, width - wide - 0.4f * size);
        render::add_plate(overlay, x, y - 1.4f * size, wide, 1.8f * size, 0.4f * size, kPlate);
        render::add_text(overlay, text, x + 0.5f * size, y, size, kText);
    };
    // Beside the lowest one, where no names stand.
    add(direction_name(right), 0.68f * width, height - 3.4f * size);
    add(direction_name(-right), 0.32f * width, height - 3.4f * size);
    add(direction_name(camera.up), 0.5f * width, 2.0f * size);
    add(direction_name(-camera.up), 0.5f * width, height - 3.4f * size);
}

std::string label_of_landmark(const std::string& landmark) {
    const auto parts = split(landmark);
    if (parts.size() == 2 && parts[0] == "spinous") {
        const std::string& level = parts[1];
        if (level == "C7" || level == "S1") return level + " spinous process";
        if (level.size() < 2 || level[0] == 'C') return {};
        // Every second one, so that the column can be read.
        const int number = std::atoi(level.c_str() + 1);
        const bool is_named = level[0] == 'T' ? number % 2 == 1 : number % 2 == 0;
        return is_named ? level + " spinous process" : std::string{};
    }
    if (parts.size() == 3 && parts[0] == "scapula") {
        return spaced(parts[1]) + " of scapula" + side_word(parts[2]);
    }
    if (parts.size() == 2 && parts[0] == "iliac_crest") return "iliac crest" + side_word(parts[1]);
    if (parts.size() == 2 && parts[0] == "psis") {
        return "posterior superior iliac spine" + side_word(parts[1]);
    }
    if (parts.size() == 3 && parts[0] == "rib") return {};
    return {};
}

std::string label_of_structure(const std::string& structure) {
    auto parts = split(structure);
    if (parts.size() > 1 && (parts.back() == "right" || parts.back() == "left")) parts.pop_back();
    const std::string kind = parts.front();
    const auto is_any_of = [&](std::initializer_list<const char*> kinds) {
        return std::find(kinds.begin(), kinds.end(), kind) != kinds.end();
    };
    // As one says it: a muscle by its name alone, a nerve as "suprascapular nerve".
    const bool is_said_last = is_any_of({"nerve", "vessel", "fascia", "tendon"});
    const bool is_left_out = is_any_of({"muscle", "connective"});
    if (parts.size() > 1 && (is_said_last || is_left_out)) parts.erase(parts.begin());
    if (is_said_last && parts.front() != kind) parts.push_back(kind);
    std::string text;
    for (const std::string& part : parts) text += (text.empty() ? "" : " ") + spaced(part);
    return text;
}

void add_labels(render::Overlay& overlay, const render::Camera& camera,
                const render::Viewport& viewport, const std::vector<Label>& labels) {
    const float size = text_height(viewport);
    const auto width = static_cast<float>(viewport.width);
    const auto height = static_cast<float>(viewport.height);
    std::vector<PlacedLabel> columns[2];
    for (const Label& label : labels) {
        const auto at = render::project(camera, viewport, label.at);
        const auto x = static_cast<float>(at.x);
        const auto y = static_cast<float>(at.y);
        if (x < 0.05f * width || x > 0.95f * width || y < 0.04f * height || y > 0.935f * height) {
            continue;
        }
        // What lies in the midline is named on the side that names landmarks alone, seen from
        // behind.
        columns[x < 0.502f * width ? 0 : 1].push_back({&label, x, y, y});
    }
    const float line = 2.1f * size;
    for (int side = 0; side < 2; ++side) {
        auto& column = columns[side];
        std::stable_sort(column.begin(), column.end(),
                         [](const auto& a, const auto& b) { return a.y < b.y; });
        float widest = 0.0f;
        for (const auto& placed : column)
            widest = std::max(widest, render::text_width(placed.label->text, size));
        const float out = 3.4f * size + widest;  // all lines bend at one distance from the edge
        const float elbow = side == 0 ? out : width - out;
        arrange(column, elbow, line, height - 7.6f * size);  // above the scale bar
        for (const auto& placed : column) {
            const float text = render::text_width(placed.label->text, size);
            const float pad = 0.6f * size;
            const float edge = 1.2f * size;
            const float left = side == 0 ? edge : width - edge - text - 2.0f * pad;
            const float inner = side == 0 ? left + text + 2.0f * pad : left;
            const float pen = std::max(0.09f * size, 1.0f);
            render::add_stroke(overlay, inner, placed.row, elbow, placed.row, pen, kFaint);
            render::add_stroke(overlay, elbow, placed.row, placed.x, placed.y, pen, kFaint);
            render::add_stroke(overlay, placed.x, placed.y, placed.x, placed.y, 0.45f * size,
                               kText);
            render::add_plate(overlay, left, placed.row - 0.95f * size, text + 2.0f * pad,
                              1.9f * size, 0.4f * size, kPlate);
            render::add_text(overlay, placed.label->text, left + pad, placed.row + 0.5f * size,
                             size, kText);
        }
    }
}

void add_legend(render::Overlay& overlay, const render::Viewport& viewport,
                const std::vector<std::pair<std::string, render::Color>>& rows) {
    const float size = text_height(viewport);
    const float line = 1.9f * size;
    float widest = 0.0f;
    for (const auto& row : rows) widest = std::max(widest, render::text_width(row.first, size));
    render::add_plate(overlay, size, size, widest + 4.2f * size,
                      line * static_cast<float>(rows.size()) + size, 0.5f * size, kPlate);
    float y = 2.0f * size;
    for (const auto& row : rows) {
        render::add_plate(overlay, 1.8f * size, y - 0.1f * size, 1.2f * size, 1.2f * size, 2.0f,
                          row.second);
        render::add_text(overlay, row.first, 3.8f * size, y + size, size, kText);
        y += line;
    }
}

}  // namespace dryrun::picture
