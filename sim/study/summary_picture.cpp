// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// The known-groups picture as SVG: no script, no font and nothing else from elsewhere.
#include <algorithm>
#include <map>

#include "scoring/escape.h"
#include "study/summary.h"

namespace dryrun::study {
namespace {

using scoring::markup;

// Lengths are the SVG's own, about pixels.
constexpr double kMargin = 24.0;
constexpr double kHead = 78.0;
constexpr double kFoot = 60.0;
constexpr double kAxis = 62.0;  // left of a panel's plot, for scale and axis title
constexpr double kPlotHeight = 300.0;
constexpr double kPanelHead = 30.0;
constexpr double kPanelFoot = 62.0;
constexpr double kLeastSlot = 104.0;
constexpr double kBoxWidth = 40.0;
constexpr double kMark = 2.8;       // radius
constexpr double kMarkPitch = 6.0;  // between marks side by side, where there is room
constexpr double kCharacter = 7.6;  // widest usual width at the sizes used
constexpr double kLeastWidth = 660.0;
constexpr double kMostWidth = 1300.0;  // of a row, unless one panel alone is wider

constexpr const char* kStyle =
    "<style>text { font-family: system-ui, 'DejaVu Sans', Arial, sans-serif; font-size: 13px; "
    "fill: #1d2733; } .title { font-size: 18px; font-weight: 600; } .panel { font-size: 14px; "
    "font-weight: 600; } .quiet { font-size: 12px; fill: #4a5563; } .grid { stroke: #d9dfe6; } "
    ".axis { stroke: #1d2733; } .box { fill: #e6ebf1; stroke: #4a5563; stroke-width: 1.3; } "
    ".median { stroke: #1d2733; stroke-width: 2.6; } .sound { fill: #1f6fb4; fill-opacity: 0.75; } "
    ".failed { fill: #c2301c; fill-opacity: 0.85; }</style>\n";

std::string at(double value) {
    return fixed_text(value, 1);
}

std::string text(double x, double y, const std::string& words, const std::string& more = {}) {
    return "<text x=\"" + at(x) + "\" y=\"" + at(y) + "\"" + more + ">" + markup(words) +
           "</text>\n";
}

std::string line(double x1, double y1, double x2, double y2, const char* style) {
    return "<line class=\"" + std::string(style) + "\" x1=\"" + at(x1) + "\" y1=\"" + at(y1) +
           "\" x2=\"" + at(x2) + "\" y2=\"" + at(y2) + "\"/>\n";
}

// A dot, or where the attempt failed critically a diamond: told apart without colour.
std::string mark(double x, double y, bool is_failed) {
    if (!is_failed)
        return "<circle class=\"sound\" cx=\"" + at(x) + "\" cy=\"" + at(y) + "\" r=\"" +
               at(kMark) + "\"/>\n";
    const double r = 1.4 * kMark;
    return "<path class=\"failed\" d=\"M" + at(x - r) + " " + at(y) + "L" + at(x) + " " +
           at(y - r) + "L" + at(x + r) + " " + at(y) + "L" + at(x) + " " + at(y + r) + "Z\"/>\n";
}

struct Panel {
    std::string scenario;
    std::vector<const Group*> groups;
    double slot = kLeastSlot;

    double plot_width() const { return slot * static_cast<double>(groups.size()); }
    double width() const {
        const double title = kCharacter * 1.15 * static_cast<double>(scoring::width_of(scenario));
        return kAxis + std::max(plot_width(), title) + kMargin;
    }
};

std::vector<Panel> panels_of(const std::vector<Group>& groups) {
    std::vector<Panel> panels;
    for (const Group& group : groups) {
        if (panels.empty() || panels.back().scenario != group.scenario)
            panels.push_back({group.scenario, {}, kLeastSlot});
        Panel& panel = panels.back();
        panel.groups.push_back(&group);
        const auto characters = static_cast<double>(scoring::width_of(group.trainee));
        panel.slot = std::max(panel.slot, kCharacter * characters + 16.0);
    }
    return panels;
}

double height_of(double top, double score) {
    return top + kPlotHeight * (1.0 - score / 100.0);
}

std::string box(const Group& group, double centre, double top) {
    const Spread spread = spread_of(group);
    const auto y = [&](double score) { return height_of(top, score); };
    std::string svg = line(centre, y(spread.max), centre, y(spread.min), "axis");
    for (const double end : {spread.min, spread.max})
        svg += line(centre - kBoxWidth / 5.0, y(end), centre + kBoxWidth / 5.0, y(end), "axis");
    return svg + "<rect class=\"box\" x=\"" + at(centre - kBoxWidth / 2.0) + "\" y=\"" +
           at(y(spread.upper_quartile)) + "\" width=\"" + at(kBoxWidth) + "\" height=\"" +
           at(y(spread.lower_quartile) - y(spread.upper_quartile)) + "\"/>\n";
}

// Over the marks, which hide it where attempts are many.
std::string median(const Group& group, double centre, double top) {
    const double y = height_of(top, spread_of(group).median);
    return line(centre - kBoxWidth / 2.0, y, centre + kBoxWidth / 2.0, y, "median");
}

// Marks of nearly one height stand side by side, from the middle outwards.
std::string marks(const Group& group, double centre, double top, double slot) {
    std::map<int, std::vector<const ScoreOfAttempt*>> rows;
    for (const ScoreOfAttempt& attempt : group.attempts)
        rows[static_cast<int>((height_of(top, attempt.score) - top) / (2.0 * kMark))].push_back(
            &attempt);
    std::string svg;
    for (const auto& [row, attempts] : rows) {
        const auto count = static_cast<double>(attempts.size());
        const double pitch = std::min(kMarkPitch, (slot - 16.0) / count);
        for (std::size_t i = 0; i < attempts.size(); ++i) {
            const double side = pitch * (static_cast<double>(i) - 0.5 * (count - 1.0));
            svg += mark(centre + side, height_of(top, attempts[i]->score),
                        attempts[i]->has_critical_failure);
        }
    }
    return svg;
}

std::string panel_svg(const Panel& panel, double left, double top) {
    const double plot_left = left + kAxis;
    const double plot_right = plot_left + panel.plot_width();
    const double plot_top = top + kPanelHead;
    const double plot_bottom = plot_top + kPlotHeight;
    std::string svg = text(plot_left, top + 12.0, panel.scenario, " class=\"panel\"");
    for (int score = 0; score <= 100; score += 20) {
        const double y = height_of(plot_top, score);
        svg += line(plot_left, y, plot_right, y, score == 0 ? "axis" : "grid");
        svg += text(plot_left - 8.0, y + 4.5, std::to_string(score), " text-anchor=\"end\"");
    }
    svg += line(plot_left, plot_top, plot_left, plot_bottom, "axis");
    const double title_x = left + 16.0;
    const double title_y = plot_top + kPlotHeight / 2.0;
    svg += text(title_x, title_y, "Score (0 to 100)",
                " text-anchor=\"middle\" transform=\"rotate(-90 " + at(title_x) + " " +
                    at(title_y) + ")\"");
    for (std::size_t i = 0; i < panel.groups.size(); ++i) {
        const Group& group = *panel.groups[i];
        const double centre = plot_left + panel.slot * (static_cast<double>(i) + 0.5);
        svg += box(group, centre, plot_top) + marks(group, centre, plot_top, panel.slot) +
               median(group, centre, plot_top);
        svg += text(centre, plot_bottom + 19.0, group.trainee, " text-anchor=\"middle\"");
        svg += text(centre, plot_bottom + 35.0, "n = " + std::to_string(group.attempts.size()),
                    " class=\"quiet\" text-anchor=\"middle\"");
    }
    return svg + text((plot_left + plot_right) / 2.0, plot_bottom + 54.0,
                      "Profile of the scripted trainee", " text-anchor=\"middle\"");
}

std::string legend(double y) {
    std::string svg = mark(kMargin + 4.0, y - 4.5, false);
    svg += text(kMargin + 14.0, y, "an attempt", " class=\"quiet\"");
    svg += mark(kMargin + 104.0, y - 4.5, true);
    svg += text(kMargin + 114.0, y, "one with a critical failure", " class=\"quiet\"");
    return svg + text(kMargin + 300.0, y, "box: quartiles and median; whiskers: lowest and highest",
                      " class=\"quiet\"");
}

}  // namespace

std::string summary_picture(const std::vector<Group>& groups) {
    const std::vector<Panel> panels = panels_of(groups);
    const double row_height = kPanelHead + kPlotHeight + kPanelFoot;
    std::string svg;
    double width = kLeastWidth;
    double left = kMargin;
    double top = kHead;
    for (std::size_t i = 0; i < panels.size(); ++i) {
        if (left > kMargin && left + panels[i].width() > kMostWidth) {
            left = kMargin;
            top += row_height;
        }
        svg += panel_svg(panels[i], left, top);
        left += panels[i].width();
        width = std::max(width, left);
    }
    const double height = top + row_height + kFoot;
    const std::string title = "Scores of scripted trainees by profile";
    std::string head = "<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" width=\"" +
                       at(width) + "\" height=\"" + at(height) + "\" viewBox=\"0 0 " + at(width) +
                       " " + at(height) + "\">\n<title>" + title + "</title>\n<desc>" +
                       markup(kNoEvidence) + "</desc>\n" + kStyle +
                       "<rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>\n";
    head += text(kMargin, 32.0, title, " class=\"title\"") + legend(56.0);
    // The note is longer than the narrowest picture is wide: broken after its first sentence and
    // once more.
    const std::string note = kNoEvidence;
    const std::size_t first = note.find(". ") + 1;
    const std::size_t second = note.find("; ") + 1;
    const std::string lines[] = {note.substr(0, first), note.substr(first + 1, second - first - 1),
                                 note.substr(second + 1)};
    double y = height - kFoot + 18.0;
    for (const std::string& one : lines) {
        head += text(kMargin, y, one, " class=\"quiet\"");
        y += 15.0;
    }
    return head + svg + "</svg>\n";
}

}  // namespace dryrun::study
