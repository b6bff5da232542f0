using System.Text.Json.Nodes;
using Infra.Engine.Docker.Client;
using Infra.Engine.Docker.Resources;
using Infra.Engine.Json;

namespace Infra.Engine.Docker.Containers;

/// <summary>Starts a container and waits until it is what the program asks for: running, healthy, or ended.</summary>
internal sealed class ContainerStart(string id, JsonObject inputs, ResourceContext context)
{
    private const int DefaultWaitSeconds = 60;
    private const int LastLines = 10;
    private static readonly TimeSpan PollInterval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan AttachLimit = TimeSpan.FromMinutes(20);

    /// <summary>A container that ends sooner has failed to start, rather than later.</summary>
    private static readonly TimeSpan Observation = TimeSpan.FromSeconds(1);

    private readonly string _path = $"/containers/{EngineRequest.Escape(id)}";

    private string Name => inputs.NonEmpty("name") ?? id;

    /// <summary>Starts the container where it must be started.</summary>
    /// <returns>Why it is not ready, and its logs where they are collected.</returns>
    public async Task<(IReadOnlyList<string> Problems, string? Logs)> RunAsync(bool mustStart, CancellationToken cancellationToken)
    {
        if (mustStart)
        {
            await context.Engine.PostAsync($"{_path}/start", null, cancellationToken);
        }

        var problems = inputs.Flag("wait") ?? false ? await AwaitHealthAsync(cancellationToken) : [];
        if (problems.Count == 0 && (inputs.Flag("attach") ?? false))
        {
            return await AttachAsync(cancellationToken);
        }

        return problems.Count > 0 || !(inputs.Flag("mustRun") ?? true) || !mustStart
            ? (problems, null)
            : (await ObserveAsync(cancellationToken), null);
    }

    // Ends with the container, or after a while.
    private async Task<IReadOnlyList<string>> ObserveAsync(CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(Observation, context.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token, context.StopWaiting);
        try
        {
            await context.Engine.ReadAsync(WaitRequest(AttachLimit), either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // It is still running.
        }
        catch (EngineApiException e) when (e.IsNotFound)
        {
            // It has removed itself, or another restart of it has begun.
        }

        return await FindContainerAsync(cancellationToken) is { } container && !IsRunning(container)
            ? [await DescribeEndAsync(container, "right after its start", cancellationToken)]
            : [];
    }

    private async Task<IReadOnlyList<string>> AwaitHealthAsync(CancellationToken cancellationToken)
    {
        var limit = context.Timeout ?? TimeSpan.FromSeconds(inputs.Integer("waitTimeout") ?? DefaultWaitSeconds);
        var start = context.Time.GetTimestamp();
        while (true)
        {
            var container = await FindContainerAsync(cancellationToken);
            var health = container?.Map("State")?.Map("Health");
            if (container is null || !IsRunning(container))
            {
                return container is null
                    ? [$"the container {Name} has removed itself before it was healthy: leave out rm, and look at its logs"]
                    : [await DescribeEndAsync(container, "before it was healthy", cancellationToken)];
            }

            switch (health?.NonEmpty("Status"))
            {
                case "healthy":
                    return [];
                case null or "none":
                    return [$"the container {Name} has no health check to wait for: set healthcheck, or leave out wait"];
            }

            var last = LastOutput(health);
            if (context.StopWaiting.IsCancellationRequested || context.Time.GetElapsedTime(start) >= limit)
            {
                var reason = context.StopWaiting.IsCancellationRequested ? "waiting was stopped" : $"after {limit.TotalSeconds:0} s";
                return
                [
                    $"the container {Name} is {health.Text("Status")} {reason}{last}\nFix what the health check says, or raise waitTimeout.",
                ];
            }

            context.Report($"{health.Text("Status")}{last}");
            await DelayAsync(cancellationToken);
        }
    }

    private async Task DelayAsync(CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, context.StopWaiting);
        try
        {
            await Task.Delay(PollInterval, context.Time, either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // The next look at the container reports where it stands.
        }
    }

    private async Task<(IReadOnlyList<string> Problems, string? Logs)> AttachAsync(CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, context.StopWaiting);
        var collects = inputs.Flag("logs") ?? false;
        context.Report("waiting until it ends");
        var logs = collects ? ContainerLogs.FollowAsync(_path, inputs.Flag("tty") ?? false, context, either.Token) : Task.FromResult("");
        try
        {
            await context.Engine.ReadAsync(WaitRequest(context.Timeout ?? AttachLimit), either.Token);
            return ([], collects ? await logs : null);
        }
        catch (EngineApiException e) when (e.IsNotFound)
        {
            // It has ended and removed itself.
            return ([], collects ? await logs : null);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return ([$"the container {Name} has not ended yet, and waiting was stopped"], null);
        }
    }

    private EngineRequest WaitRequest(TimeSpan limit) => new(HttpMethod.Post, $"{_path}/wait?condition=not-running") { Limit = limit };

    private Task<JsonObject?> FindContainerAsync(CancellationToken cancellationToken) =>
        context.Engine.FindAsync($"{_path}/json", cancellationToken);

    private async Task<string> DescribeEndAsync(JsonObject container, string when, CancellationToken cancellationToken)
    {
        var state = container.Map("State") ?? [];
        var reason =
            state.Flag("OOMKilled") == true ? ", out of memory"
            : state.NonEmpty("Error") is { } error ? $", {error}"
            : "";
        var lines = await ContainerLogs.ReadLastAsync(_path, inputs.Flag("tty") ?? false, LastLines, context, cancellationToken);
        var quoted = lines.Length > 0 ? $"; its last lines:\n{lines.TrimEnd()}" : "; it has written nothing";
        return $"the container {Name} ended with exit code {state.Integer("ExitCode")}{reason} {when}{quoted}\n"
            + "Fix its command, image or settings. Set mustRun to false where it is meant to end.";
    }

    private static bool IsRunning(JsonObject container) =>
        container.Map("State") is { } state && state.Flag("Running") == true && state.Flag("Restarting") != true;

    private static string LastOutput(JsonObject health) =>
        health.Objects("Log").LastOrDefault() is { } last && last.NonEmpty("Output") is { } output
            ? $"; the last check ended with exit code {last.Integer("ExitCode")}:\n{LastLinesOf(output)}"
            : "; no check has ended yet";

    private static string LastLinesOf(string text) => string.Join('\n', text.TrimEnd().Split('\n').TakeLast(LastLines));
}
