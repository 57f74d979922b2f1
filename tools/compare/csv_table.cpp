// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "csv_table.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <string_view>
#include <utility>

#include "core/file.h"

namespace dryrun::compare {
namespace {

std::vector<std::string> cells_of(std::string_view line) {
    std::vector<std::string> cells;
    for (std::size_t from = 0;;) {
        const std::size_t comma = line.find(',', from);
        cells.emplace_back(line.substr(from, comma - from));
        if (comma == std::string_view::npos) return cells;
        from = comma + 1;
    }
}

}  // namespace

Result<CsvTable> CsvTable::read(const std::filesystem::path& path,
                                const std::vector<std::string>& wanted) {
    const auto content = read_file(path);
    if (!content.ok()) return content.error();
    CsvTable table;
    table.path_ = path.string();
    std::size_t line_number = 0;
    std::string_view left = *content;
    while (!left.empty()) {
        const std::size_t end = left.find('\n');
        std::string_view line = left.substr(0, end);
        left = end == std::string_view::npos ? std::string_view{} : left.substr(end + 1);
        ++line_number;
        if (line.ends_with('\r')) line.remove_suffix(1);
        if (line.empty()) continue;
        auto cells = cells_of(line);
        if (table.heading_.empty()) {
            table.heading_ = std::move(cells);
            continue;
        }
        if (cells.size() != table.heading_.size()) {
            return bad_input(table.path_ + ":" + std::to_string(line_number),
                             "has " + std::to_string(cells.size()) + " cells, the heading " +
                                 std::to_string(table.heading_.size()));
        }
        table.rows_.push_back(std::move(cells));
        table.lines_.push_back(line_number);
    }
    for (const std::string& name : wanted) {
        if (std::find(table.heading_.begin(), table.heading_.end(), name) == table.heading_.end())
            return bad_input(table.path_ + ":1", "has no column " + name);
    }
    if (table.rows_.empty()) return bad_input(table.path_, "has no rows");
    return table;
}

std::size_t CsvTable::column(const std::string& name) const {
    const auto found = std::find(heading_.begin(), heading_.end(), name);
    DRYRUN_ASSERT(found != heading_.end());
    return static_cast<std::size_t>(found - heading_.begin());
}

const std::string& CsvTable::text(std::size_t row, const std::string& name) const {
    return rows_[row][column(name)];
}

Result<double> CsvTable::number(std::size_t row, const std::string& name) const {
    const std::string& cell = text(row, name);
    double value = 0.0;
    const auto [end, error] = std::from_chars(cell.data(), cell.data() + cell.size(), value);
    if (error != std::errc{} || end != cell.data() + cell.size() || !std::isfinite(value)) {
        return bad_input(place(row) + ":" + std::to_string(column(name) + 1),
                         name + ": wanted a number, found \"" + cell + "\"");
    }
    return value;
}

Result<std::optional<Vec3>> CsvTable::point(std::size_t row, const std::string& x,
                                            const std::string& y, const std::string& z) const {
    if (text(row, x).empty() && text(row, y).empty() && text(row, z).empty())
        return std::optional<Vec3>{};
    double values[3] = {0.0, 0.0, 0.0};
    int i = 0;
    for (const std::string* name : {&x, &y, &z}) {
        const auto value = number(row, *name);
        if (!value.ok()) return value.error();
        values[i++] = *value;
    }
    return std::optional<Vec3>{Vec3{values[0], values[1], values[2]}};
}

std::string CsvTable::place(std::size_t row) const {
    return path_ + ":" + std::to_string(lines_[row]);
}

}  // namespace dryrun::compare
