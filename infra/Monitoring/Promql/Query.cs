using System.Globalization;
using Infra.Backend.Settings.Values;

namespace Infra.Backend.Monitoring.Promql;

/// <summary>Builds PromQL expressions: selectors, functions, aggregations.</summary>
internal static class Query
{
    public static SeriesSelector Series(string metric, params ReadOnlySpan<LabelMatcher> matchers)
    {
        if (matchers.IsEmpty)
        {
            return new SeriesSelector(metric);
        }

        var labels = new List<string>(matchers.Length);
        foreach (var matcher in matchers)
        {
            labels.Add(matcher.Text);
        }

        return new SeriesSelector($"{metric}{{{string.Join(',', labels)}}}");
    }

    public static LabelMatcher Is(string label, string value) => new($"{label}=\"{Escape(value)}\"");

    public static LabelMatcher IsNot(string label, string value) => new($"{label}!=\"{Escape(value)}\"");

    public static LabelMatcher Like(string label, string expression) => new($"{label}=~\"{Escape(expression)}\"");

    public static LabelMatcher Unlike(string label, string expression) => new($"{label}!~\"{Escape(expression)}\"");

    /// <summary>Per second.</summary>
    public static PromExpr Rate(SeriesSelector counter, TimeSpan window) => Over("rate", counter, window);

    /// <summary>Per second, over the window that Grafana chooses for the dashboard's resolution.</summary>
    public static PromExpr Rate(SeriesSelector counter) => new($"rate({counter}[$__rate_interval])");

    public static PromExpr Increase(SeriesSelector counter, TimeSpan window) => Over("increase", counter, window);

    public static PromExpr Changes(SeriesSelector series, TimeSpan window) => Over("changes", series, window);

    public static PromExpr MaxOverTime(SeriesSelector series, TimeSpan window) => Over("max_over_time", series, window);

    public static PromExpr LastOverTime(SeriesSelector series, TimeSpan window) => Over("last_over_time", series, window);

    public static PromExpr MinOverTime(SeriesSelector series, TimeSpan window) => Over("min_over_time", series, window);

    public static PromExpr AvgOverTime(SeriesSelector series, TimeSpan window) => Over("avg_over_time", series, window);

    public static PromExpr Derivative(SeriesSelector gauge, TimeSpan window) => Over("deriv", gauge, window);

    /// <summary>Extrapolates a gauge linearly from the window.</summary>
    public static PromExpr Predict(SeriesSelector gauge, TimeSpan window, TimeSpan ahead) =>
        new($"predict_linear({gauge}[{Duration.Format(window)}], {Text(ahead.TotalSeconds)})");

    public static PromExpr Sum(PromExpr expression, params ReadOnlySpan<string> by) => Aggregate("sum", expression, by);

    public static PromExpr Max(PromExpr expression, params ReadOnlySpan<string> by) => Aggregate("max", expression, by);

    public static PromExpr Min(PromExpr expression, params ReadOnlySpan<string> by) => Aggregate("min", expression, by);

    public static PromExpr Avg(PromExpr expression, params ReadOnlySpan<string> by) => Aggregate("avg", expression, by);

    public static PromExpr Count(PromExpr expression, params ReadOnlySpan<string> by) => Aggregate("count", expression, by);

    public static PromExpr CountValues(string label, PromExpr expression, params ReadOnlySpan<string> by) =>
        new($"count_values by ({string.Join(", ", by)}) (\"{label}\", {expression})");

    /// <summary>The population variance: zero where all values are equal.</summary>
    public static PromExpr Variance(PromExpr expression, params ReadOnlySpan<string> by) => Aggregate("stdvar", expression, by);

    public static PromExpr SumWithout(PromExpr expression, params ReadOnlySpan<string> labels) =>
        new($"sum without ({string.Join(", ", labels)}) ({expression})");

    public static PromExpr TopK(int count, PromExpr expression) => new($"topk({Text(count)}, {expression})");

    /// <summary>Estimates a quantile from the buckets of a histogram.</summary>
    public static PromExpr Quantile(double quantile, PromExpr buckets) => new($"histogram_quantile({Text(quantile)}, {buckets})");

    /// <summary>A vector with the value 1 if the selector matches no series; empty otherwise.</summary>
    public static PromExpr Absent(SeriesSelector series) => new($"absent({series})");

    /// <summary>Seconds since 1970.</summary>
    public static PromExpr Now { get; } = new("time()");

    public static PromExpr Vector(double number) => new($"vector({Text(number)})");

    public static PromExpr Relabel(PromExpr expression, string to, string replacement, string from, string pattern) =>
        new($"label_replace({expression}, \"{to}\", \"{replacement}\", \"{from}\", \"{pattern}\")");

    public static PromExpr Number(double number) => new(Text(number));

    public static Matching On(params ReadOnlySpan<string> labels) => new($"on ({string.Join(", ", labels)})");

    public static Matching Ignoring(params ReadOnlySpan<string> labels) => new($"ignoring ({string.Join(", ", labels)})");

    public static TimeSpan Minutes(int minutes) => TimeSpan.FromMinutes(minutes);

    public static TimeSpan Hours(int hours) => TimeSpan.FromHours(hours);

    public static TimeSpan Days(int days) => TimeSpan.FromDays(days);

    /// <summary>Twelve digits hide the rounding errors of binary fractions.</summary>
    private static string Text(double number) => number.ToString("G12", CultureInfo.InvariantCulture);

    private static PromExpr Over(string function, SeriesSelector series, TimeSpan window) =>
        new($"{function}({series}[{Duration.Format(window)}])");

    private static PromExpr Aggregate(string function, PromExpr expression, ReadOnlySpan<string> by) =>
        by.IsEmpty ? new($"{function}({expression})") : new($"{function} by ({string.Join(", ", by)}) ({expression})");

    private static string Escape(string value) =>
        value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal);
}
