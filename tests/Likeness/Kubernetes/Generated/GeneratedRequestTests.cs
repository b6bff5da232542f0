using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json.Nodes;
using CsCheck;
using Infra.Simulator.Objects;
using Likeness.Kubernetes.Recordings;

namespace Likeness.Kubernetes.Generated;

/// <summary>
/// Whatever object is sent, the answer is the object or a Status. <c>GENERATED_REQUESTS</c> sets another number of requests, for a longer
/// search.
/// </summary>
public sealed class GeneratedRequestTests
{
    private const long UsualRequests = 100_000;

    [Fact]
    public async Task AnyObject_IsAnsweredWithAnObjectOrAStatus()
    {
        var requests = await GeneratedRequests.CreateAsync();
        Assert.InRange(requests.Existing, requests.Kinds * 3 / 4, requests.Kinds);
        var failures = new ConcurrentDictionary<string, string>();

        await Gen.Int.SampleAsync(
            async seed =>
            {
                if (await FindFailureAsync(requests, seed) is { } failure)
                {
                    failures.TryAdd(failure.Kind, failure.Description);
                }
            },
            iter: long.TryParse(Environment.GetEnvironmentVariable("GENERATED_REQUESTS"), CultureInfo.InvariantCulture, out var set)
                ? set
                : UsualRequests
        );

        if (!failures.IsEmpty)
        {
            Assert.Fail(string.Join("\n\n", failures.Values));
        }
    }

    // Failures of one kind come from the same place: one example of each is enough.
    private static async Task<(string Kind, string Description)?> FindFailureAsync(GeneratedRequests requests, int seed)
    {
        var request = requests.Create(seed);
        var sent = requests.SendAsync(request);
        await Task.WhenAny(sent);
        if (sent.Exception?.InnerException is { } exception)
        {
            var place = exception.StackTrace?.Split('\n').FirstOrDefault(line => line.Contains("Infra.", StringComparison.Ordinal)) ?? "";
            return ($"{exception.GetType().Name} {place}", $"seed {seed}: {exception}\n{request.ToJsonString()}");
        }

        var answer = await sent;
        return Problem(request, answer) is { } problem ? (problem, $"seed {seed}: {problem}\n{request.ToJsonString()}") : null;
    }

    private static string? Problem(JsonObject request, Answer answer)
    {
        var body = answer.Body as JsonObject;
        if (answer.Status < 300)
        {
            return body?.ContainsKey("kind") == true ? null : "success without an object";
        }

        return body.Text("kind") == "Status" && body.Number("code") == answer.Status && body.Text("message") is { Length: > 0 }
            ? null
            : $"{answer.Status} to {request.Text("method")} without a Status: {answer.Body}";
    }
}
