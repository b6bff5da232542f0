using System.Collections.Immutable;
using Pulumi;

namespace Sdk.Tests.Programs;

/// <summary>Runs programs with a <see cref="StandInEngine"/> over the wire.</summary>
internal static class TestProgram
{
    public static Task<int> RunAsync(
        this StandInEngine engine,
        Func<Task<IDictionary<string, object?>>> body,
        StackOptions? options = null,
        string config = "{}",
        string secretKeys = "[]"
    ) => Deployment.RunUnderEngineAsync(engine.EnvironmentFor(config, secretKeys), runner => runner.RunAsync(body, options));

    public static Task<int> RunAsync(
        this StandInEngine engine,
        Func<IDictionary<string, object?>> body,
        string config = "{}",
        string secretKeys = "[]"
    ) => engine.RunAsync(() => Task.FromResult(body()), null, config, secretKeys);

    public static Task<int> RunAsync(this StandInEngine engine, Action body) =>
        engine.RunAsync(() =>
        {
            body();
            return (IDictionary<string, object?>)ImmutableDictionary<string, object?>.Empty;
        });

    public static Task<int> RunAsync<TStack>(this StandInEngine engine, string config = "{}")
        where TStack : Stack, new() =>
        Deployment.RunUnderEngineAsync(engine.EnvironmentFor(config), runner =>
            runner.RunAsync(() => Task.FromResult<Stack>(new TStack()))
        );
}
