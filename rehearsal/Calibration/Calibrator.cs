using System.Globalization;
using Infra.Rehearsal.Calibration.Prometheus;
using Infra.Rehearsal.Plans;

namespace Infra.Rehearsal.Calibration;

/// <summary>Finds the numbers of a scenario in recordings of the running services.</summary>
public static class Calibrator
{
    /// <summary>Finds them in what a Prometheus recorded.</summary>
    /// <exception cref="CalibrationException">Prometheus does not answer, or has nothing of the services.</exception>
    public static async Task<CalibrationResult> RunAsync(
        PrometheusClient prometheus,
        IReadOnlyList<CalibratedService> services,
        DateTimeOffset from,
        DateTimeOffset until,
        CancellationToken cancellation
    )
    {
        ArgumentNullException.ThrowIfNull(prometheus);
        ArgumentNullException.ThrowIfNull(services);
        var range = QueryRange.Create(from, until);
        var reader = new MetricsReader(prometheus, range);
        var metrics = new List<ServiceMetrics>();
        foreach (var service in services)
        {
            metrics.Add(await reader.ReadAsync(service, cancellation));
        }

        return Estimate(
            services,
            metrics,
            string.Create(CultureInfo.InvariantCulture, $"{prometheus.Address}, {range.From:u} to {range.Until:u}"),
            MissingMetrics.Describe
        );
    }

    /// <summary>Finds them in a CSV file: see <see cref="CsvMetrics"/> for its columns.</summary>
    /// <param name="csv">The text of the file.</param>
    /// <param name="file">Its name.</param>
    /// <param name="services">The services that are sought.</param>
    /// <exception cref="CalibrationException">The file is invalid, or has nothing of the services.</exception>
    public static CalibrationResult Run(string csv, string file, IReadOnlyList<CalibratedService> services)
    {
        ArgumentNullException.ThrowIfNull(services);
        var read = CsvMetrics.Read(csv, file);
        var metrics = services
            .Select(service => read.FirstOrDefault(found => found.Service == service.Name) ?? new ServiceMetrics { Service = service.Name })
            .ToList();
        return Estimate(services, metrics, file, (service, column) => $"{service.Name}: {file} has no values of {column}");
    }

    private static CalibrationResult Estimate(
        IReadOnlyList<CalibratedService> services,
        IReadOnlyList<ServiceMetrics> metrics,
        string source,
        Func<CalibratedService, string, string> describeMissing
    )
    {
        var gaps = services
            .Zip(metrics, (service, found) => Missing(found).Select(quantity => describeMissing(service, quantity)))
            .SelectMany(missing => missing)
            .ToList();
        if (metrics.All(found => found.Rate.IsEmpty && found.Cpu.IsEmpty && found.Memory.IsEmpty))
        {
            throw new CalibrationException([$"{source}: nothing is recorded of the services", .. gaps]);
        }

        var byName = metrics.ToDictionary(found => found.Service, StringComparer.Ordinal);
        var callers = services
            .SelectMany(service => service.Calls.Select(called => (Called: called, Caller: service.Name)))
            .Where(call => byName.ContainsKey(call.Called))
            .ToLookup(call => call.Called, call => byName[call.Caller], StringComparer.Ordinal);
        var calls = callers
            .SelectMany(called =>
                CallEstimator
                    .FindCallers(byName[called.Key], [.. called], gaps)
                    .Select(found => (Caller: found.Key, Called: called.Key, PerRequest: found.Value))
            )
            .ToLookup(call => call.Caller, StringComparer.Ordinal);
        return new CalibrationResult
        {
            Source = source,
            Services =
            [
                .. metrics.Select(found =>
                    ServiceEstimator.Estimate(
                        found,
                        calls[found.Service]
                            .ToDictionary(
                                call => call.Called,
                                call => (call.PerRequest, MeanTime(byName[call.Called])),
                                StringComparer.Ordinal
                            )
                    )
                ),
            ],
            Loads = [.. metrics.Select(found => Record(found, callers.Contains(found.Service))).OfType<RecordedLoad>()],
            Gaps = gaps,
        };
    }

    private static double? MeanTime(ServiceMetrics called) =>
        called.Latency.IsEmpty ? null : ServiceEstimator.Median(called.Latency.Values.Values);

    // What nothing in the stack calls has all its requests from outside, counted by HAProxy or not.
    private static RecordedLoad? Record(ServiceMetrics metrics, bool isCalled)
    {
        var rate = metrics.External.IsEmpty && !isCalled ? metrics.Rate : metrics.External;
        return rate.Values.Values.Any(value => value > 0)
            ? new RecordedLoad(
                metrics.Service,
                [.. rate.Values.OrderBy(value => value.Key).Select(value => new RatePoint(value.Key, value.Value))],
                rate.Source
            )
            : null;
    }

    private static IEnumerable<string> Missing(ServiceMetrics metrics)
    {
        if (metrics.Rate.IsEmpty)
        {
            yield return CsvMetrics.Rate;
        }

        if (metrics.Cpu.IsEmpty)
        {
            yield return CsvMetrics.Cpu;
        }

        if (metrics.Memory.IsEmpty)
        {
            yield return CsvMetrics.Memory;
        }

        if (metrics.Latency.IsEmpty)
        {
            yield return CsvMetrics.Latency;
        }

        if (metrics.StartUps.Count == 0)
        {
            yield return CsvMetrics.StartUp;
        }
    }
}
