using System.Globalization;
using System.Text.Json.Nodes;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Api.Validation.Jobs;

/// <summary>Validation rules for the success policies of indexed jobs.</summary>
internal static class SuccessPolicyRules
{
    private const int MaximumRules = 20;
    private const int MaximumTextLength = 64 * 1024;

    public static void Check(JsonObject policy, long completions, string path, FieldErrors errors)
    {
        var rules = policy.Objects("rules").ToList();
        if (rules.Count == 0)
        {
            errors.Required($"{path}.rules", "at least one rules must be specified when the successPolicy is specified");
        }

        if (rules.Count > MaximumRules)
        {
            errors.Add(FieldError.TooMany($"{path}.rules", rules.Count, MaximumRules));
        }

        foreach (var (index, rule) in rules.Index())
        {
            CheckRule(rule, completions, $"{path}.rules[{index}]", errors);
        }
    }

    private static void CheckRule(JsonObject rule, long completions, string path, FieldErrors errors)
    {
        var (text, count) = (rule.Text("succeededIndexes"), rule.Number("succeededCount"));
        if (text is null && count is null)
        {
            errors.Required(path, "at least one of succeededCount or succeededIndexes must be specified");
        }

        var total = text is null ? 0 : CheckIndexes(text, completions, $"{path}.succeededIndexes", errors);
        if (count is null)
        {
            return;
        }

        NumberRules.CheckNotNegative(rule, "succeededCount", path, errors);
        if (count > completions)
        {
            errors.Invalid(
                $"{path}.succeededCount",
                count,
                $"must be less than or equal to {completions} (the number of specified completions)"
            );
        }

        if (text is not null && count > total)
        {
            errors.Invalid(
                $"{path}.succeededCount",
                count,
                $"must be less than or equal to {total} (the number of indexes in the specified succeededIndexes field)"
            );
        }
    }

    private static long CheckIndexes(string text, long completions, string path, FieldErrors errors)
    {
        if (text.Length > MaximumTextLength)
        {
            errors.Add(FieldError.TooLong(path, MaximumTextLength));
        }

        try
        {
            return CountIndexes(text, completions);
        }
        catch (FormatException problem)
        {
            errors.Invalid(path, text, $"error parsing succeededIndexes: {problem.Message}");
            return 0;
        }
    }

    /// <exception cref="FormatException">The text is not a list of intervals.</exception>
    private static long CountIndexes(string text, long completions)
    {
        var (total, last) = (0L, (long?)null);
        foreach (var interval in text.Length == 0 ? [] : text.Split(','))
        {
            var (first, end) = ParseInterval(interval, completions);
            if (last >= first)
            {
                throw new FormatException($"non-increasing order, previous: {last}, current: {first}");
            }

            total += end - first + 1;
            last = end;
        }
        return total;
    }

    private static (long First, long Last) ParseInterval(string interval, long completions)
    {
        var parts = interval.Split('-');
        if (parts.Length > 2)
        {
            throw new FormatException(
                $"the fragment \"{interval}\" violates the requirement that an index interval can have at most two parts separated by '-'"
            );
        }

        var first = ParseIndex(parts[0], completions);
        if (parts.Length == 1)
        {
            return (first, first);
        }

        var last = ParseIndex(parts[1], completions);
        return first < last ? (first, last) : throw new FormatException($"non-increasing order, previous: {first}, current: {last}");
    }

    private static long ParseIndex(string text, long completions)
    {
        if (!long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var index))
        {
            throw new FormatException($"cannot convert string to integer for index: \"{text}\"");
        }

        return index < completions ? index : throw new FormatException($"too large index: \"{text}\"");
    }
}
