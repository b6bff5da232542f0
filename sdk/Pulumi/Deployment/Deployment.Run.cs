using System.Collections.Immutable;
using System.Reflection;

namespace Pulumi;

public sealed partial class Deployment
{
    /// <summary>Runs a program that is an action.</summary>
    /// <param name="action">Creates the resources.</param>
    /// <returns>The exit code for <c>Main</c>: 0, 32 after a failure that the engine has logged, or 1 after any other error.</returns>
    public static Task<int> RunAsync(Action action) =>
        RunAsync(() =>
        {
            action();
            return (IDictionary<string, object?>)ImmutableDictionary<string, object?>.Empty;
        });

    /// <summary>Runs a program that is a function.</summary>
    /// <param name="func">Creates the resources and returns the outputs of the stack by name.</param>
    /// <returns>The exit code for <c>Main</c>: 0, 32 after a failure that the engine has logged, or 1 after any other error.</returns>
    public static Task<int> RunAsync(Func<IDictionary<string, object?>> func) => RunAsync(() => Task.FromResult(func()));

    /// <summary>Runs a program that is an asynchronous action.</summary>
    /// <param name="func">Creates the resources.</param>
    /// <returns>The exit code for <c>Main</c>: 0, 32 after a failure that the engine has logged, or 1 after any other error.</returns>
    public static Task<int> RunAsync(Func<Task> func) =>
        RunAsync(async () =>
        {
            await func().ConfigureAwait(false);
            return (IDictionary<string, object?>)ImmutableDictionary<string, object?>.Empty;
        });

    /// <summary>Runs a program that is an asynchronous function.</summary>
    /// <param name="func">Creates the resources and returns the outputs of the stack by name.</param>
    /// <param name="options">The options of all resources of the stack.</param>
    /// <returns>The exit code for <c>Main</c>: 0, 32 after a failure that the engine has logged, or 1 after any other error.</returns>
    public static Task<int> RunAsync(Func<Task<IDictionary<string, object?>>> func, StackOptions? options = null) =>
        RunUnderEngineAsync(runner => runner.RunAsync(func, options));

    /// <summary>Runs a program that is a stack.</summary>
    /// <typeparam name="TStack">Creates the resources in its constructor.</typeparam>
    /// <returns>The exit code for <c>Main</c>: 0, 32 after a failure that the engine has logged, or 1 after any other error.</returns>
    public static Task<int> RunAsync<TStack>()
        where TStack : Stack, new() => RunUnderEngineAsync(runner => runner.RunAsync(Make<TStack>));

    /// <summary>Runs a program that is a stack, created by a service provider.</summary>
    /// <param name="serviceProvider">The container; the stack must be registered in it.</param>
    /// <typeparam name="TStack">Creates the resources in its constructor.</typeparam>
    /// <returns>The exit code for <c>Main</c>: 0, 32 after a failure that the engine has logged, or 1 after any other error.</returns>
    public static Task<int> RunAsync<TStack>(IServiceProvider serviceProvider)
        where TStack : Stack
    {
        ArgumentNullException.ThrowIfNull(serviceProvider);
        return RunUnderEngineAsync(runner => runner.RunAsync(() => Make<TStack>(serviceProvider)));
    }

    private static Task<Stack> Make<TStack>()
        where TStack : Stack, new() =>
        Task.FromResult<Stack>(
            (TStack)
                Activator.CreateInstance(
                    typeof(TStack),
                    BindingFlags.Public | BindingFlags.Instance | BindingFlags.DoNotWrapExceptions,
                    null,
                    null,
                    null
                )!
        );

    private static Task<Stack> Make<TStack>(IServiceProvider services)
        where TStack : Stack =>
        Task.FromResult<Stack>(
            services.GetService(typeof(TStack)) as TStack
                ?? throw new InvalidOperationException(
                    $"The service provider has no {typeof(TStack).FullName}: register it before running the deployment."
                )
        );
}
