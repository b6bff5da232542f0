using System.Globalization;
using Infra.Rehearsal.Plans;
using Infra.Rehearsal.Requests;
using Infra.Rehearsal.Results;

namespace Infra.Rehearsal.Verdicts;

/// <summary>Judges what requests meet.</summary>
internal static class RequestVerdicts
{
    /// <summary>Judges the latency in the whole and in each window.</summary>
    public static ExpectationResult Judge(LatencyExpectation expectation, Observations observations, CauseFinder causes)
    {
        ExpectationResult Result(ExpectationOutcome outcome, string figure) =>
            new()
            {
                Subject = expectation.Service,
                Name = string.Create(CultureInfo.InvariantCulture, $"latency p{expectation.Percent:0.###}"),
                Outcome = outcome,
                Figure = figure,
                Limit = $"≤ {Limits.Time(expectation.Under)}",
                Source = expectation.Source,
            };

        var windows = Find(observations, expectation.Service);
        var part = expectation.Percent / 100;
        var measured = windows.Where(window => window.Latency.Count > 0).ToList();
        if (measured.Count == 0)
        {
            var cause = windows.Any(window => window.Failed > 0) ? "no request succeeded" : "it received no requests";
            return Result(ExpectationOutcome.Unknown, "") with { Cause = cause };
        }

        var whole = new LatencyHistogram();
        measured.ForEach(window => whole.Add(window.Latency));
        var failed = measured.Where(window => window.Latency.PartWithin(expectation.Under) < part).ToList();
        var wholeFails = whole.PartWithin(expectation.Under) < part;
        var worst = measured.Max(window => window.Latency.Quantile(part)) ?? TimeSpan.Zero;
        if (failed.Count == 0 && !wholeFails)
        {
            return Result(ExpectationOutcome.Held, Figures.Duration(worst));
        }

        var periods = Periods.Join(failed.Select(window => window.Period));
        var found = causes.Summarize(expectation.Service, [.. failed.Select(window => window.Period)]);
        return Result(ExpectationOutcome.Failed, Figures.Duration(worst)) with
        {
            Periods = periods,
            Cause = found?.Text ?? "its own time and that of what it calls add up to more",
            Remedy = found?.Remedy,
        };
    }

    /// <summary>Judges the share of requests that succeed in the whole.</summary>
    public static ExpectationResult Judge(AvailabilityExpectation expectation, Observations observations, CauseFinder causes)
    {
        var windows = Find(observations, expectation.Service);
        var (succeeded, failed) = (windows.Sum(window => window.Succeeded), windows.Sum(window => window.Failed));
        var result = new ExpectationResult
        {
            Subject = expectation.Service,
            Name = "availability",
            Outcome = ExpectationOutcome.Held,
            Figure = succeeded + failed > 0 ? Figures.Availability(succeeded / (succeeded + failed)) : "",
            Limit = string.Create(CultureInfo.InvariantCulture, $"≥ {expectation.Percent:0.######} %"),
            Source = expectation.Source,
        };
        if (succeeded + failed <= 0)
        {
            return result with { Outcome = ExpectationOutcome.Unknown, Cause = "it received no requests" };
        }

        // What is lost by rounding in a sum of many steps does not decide.
        var part = expectation.Percent / 100;
        if (succeeded / (succeeded + failed) >= part - 1e-9)
        {
            return result;
        }

        var guilty = windows.Where(window => window.Failed > 0 && window.Succeeded / (window.Succeeded + window.Failed) < part).ToList();
        var found = causes.Summarize(expectation.Service, [.. guilty.Select(window => window.Period)]);
        return result with
        {
            Outcome = ExpectationOutcome.Failed,
            Periods = Periods.Join(guilty.Select(window => window.Period)),
            Cause = found?.Text ?? $"{Figures.Number(failed)} requests fail",
            Remedy = found?.Remedy,
        };
    }

    private static IReadOnlyList<ServiceWindow> Find(Observations observations, string service) =>
        observations.Services.FirstOrDefault(one => one.Behaviour.Service == service)?.Windows ?? [];
}
