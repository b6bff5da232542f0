using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;

namespace Infra.Rehearsal.Calibration.Prometheus;

/// <summary>Asks a Prometheus, or what has its HTTP API, for recorded values.</summary>
public sealed class PrometheusClient : IDisposable
{
    private const int MaxBytes = 64 * 1024 * 1024;
    private const int MaxMessage = 300;

    private readonly HttpClient _http;

    /// <summary>Creates a client.</summary>
    /// <param name="options">The address and how to connect.</param>
    /// <param name="handler">Sends the requests; null for the network.</param>
    public PrometheusClient(PrometheusOptions options, HttpMessageHandler? handler = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        Address = options.Address;
        _http = new HttpClient(handler ?? options.CreateHandler(), disposeHandler: handler is null)
        {
            Timeout = options.Timeout,
            MaxResponseContentBufferSize = MaxBytes,
        };
        if (options.Token is { } token)
        {
            _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }
    }

    /// <summary>The address of the server.</summary>
    public Uri Address { get; }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    /// <summary>Evaluates an expression at each step of a range.</summary>
    /// <returns>The values of each series, by the time from the start of the range.</returns>
    /// <exception cref="CalibrationException">There is no such server, or it refuses.</exception>
    internal async Task<IReadOnlyList<IReadOnlyDictionary<TimeSpan, double>>> QueryAsync(
        string expression,
        QueryRange range,
        CancellationToken cancellation
    )
    {
        using var form = new FormUrlEncodedContent(
            new Dictionary<string, string>
            {
                ["query"] = expression,
                ["start"] = range.From.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture),
                ["end"] = range.Until.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture),
                ["step"] = range.Step.TotalSeconds.ToString(CultureInfo.InvariantCulture),
            }
        );
        var address = new Uri($"{Address.AbsoluteUri.TrimEnd('/')}/api/v1/query_range");
        try
        {
            using var response = await _http.PostAsync(address, form, cancellation);
            var body = await response.Content.ReadAsByteArrayAsync(cancellation);
            return Read(body, range, (int)response.StatusCode, expression);
        }
        catch (HttpRequestException failure)
        {
            throw new CalibrationException($"{Address}: {failure.Message}: check the address, the certificate and the network");
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new CalibrationException(
                $"{Address}: no answer within {_http.Timeout.TotalSeconds} s: choose a shorter range, or a longer time limit"
            );
        }
    }

    private List<IReadOnlyDictionary<TimeSpan, double>> Read(byte[] body, QueryRange range, int status, string expression)
    {
        if (status is 401 or 403)
        {
            throw new CalibrationException($"{Address}: refuses the request with status {status}: give a token that may query");
        }

        try
        {
            using var answer = JsonDocument.Parse(body);
            var root = answer.RootElement;
            if (root.GetProperty("status").GetString() != "success")
            {
                var error = root.TryGetProperty("error", out var text) ? text.GetString() ?? "" : $"status {status}";
                throw new CalibrationException($"{Address}: {error[..Math.Min(error.Length, MaxMessage)]}: the query was {expression}");
            }

            return [.. root.GetProperty("data").GetProperty("result").EnumerateArray().Select(series => ReadSeries(series, range))];
        }
        catch (Exception failure)
            when (failure
                    is JsonException
                        or KeyNotFoundException
                        or InvalidOperationException
                        or FormatException
                        or IndexOutOfRangeException
            )
        {
            throw new CalibrationException(
                $"{Address}: does not answer as Prometheus does (status {status}): give the address below which /api/v1/query_range is"
            );
        }
    }

    private static Dictionary<TimeSpan, double> ReadSeries(JsonElement series, QueryRange range)
    {
        var values = new Dictionary<TimeSpan, double>();
        var latest = (range.Until - range.From + range.Step).TotalSeconds;
        foreach (var sample in series.GetProperty("values").EnumerateArray())
        {
            var at = Math.Round(sample[0].GetDouble() - range.From.ToUnixTimeSeconds(), 3);
            if (
                double.TryParse(sample[1].GetString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
                && Math.Abs(value) <= Recording.Largest
                && at >= 0
                && at <= latest
            )
            {
                values[TimeSpan.FromSeconds(at)] = value;
            }
        }

        return values;
    }
}
