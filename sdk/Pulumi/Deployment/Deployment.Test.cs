using System.Collections.Immutable;
using Pulumi.Testing;

namespace Pulumi;

public sealed partial class Deployment
{
    /// <summary>Runs a stack with mocks instead of an engine.</summary>
    /// <param name="mocks">Answers in place of the providers.</param>
    /// <param name="options">Project, stack and mode; a preview by default.</param>
    /// <returns>All registered resources, including the stack.</returns>
    /// <exception cref="RunException">The stack failed with one error.</exception>
    /// <exception cref="AggregateException">The stack failed with several errors.</exception>
    public static Task<ImmutableArray<Resource>> TestAsync<TStack>(IMocks mocks, TestOptions? options = null)
        where TStack : Stack, new() => TestAsync(mocks, options, Make<TStack>);

    /// <summary>Runs a stack, created by a service provider, with mocks instead of an engine.</summary>
    /// <param name="mocks">Answers in place of the providers.</param>
    /// <param name="serviceProvider">The container; the stack must be registered in it.</param>
    /// <param name="options">Project, stack and mode; a preview by default.</param>
    /// <returns>All registered resources, including the stack.</returns>
    /// <exception cref="RunException">The stack failed with one error.</exception>
    /// <exception cref="AggregateException">The stack failed with several errors.</exception>
    public static Task<ImmutableArray<Resource>> TestWithServiceProviderAsync<TStack>(
        IMocks mocks,
        IServiceProvider serviceProvider,
        TestOptions? options = null
    )
        where TStack : Stack
    {
        ArgumentNullException.ThrowIfNull(serviceProvider);
        return TestAsync(mocks, options, () => Make<TStack>(serviceProvider));
    }

    /// <summary>Runs an asynchronous function with mocks instead of an engine.</summary>
    /// <param name="testMocks">Answers in place of the providers.</param>
    /// <param name="testOptions">Project, stack and mode; a preview by default.</param>
    /// <param name="createResources">Creates the resources and returns outputs by name.</param>
    /// <returns>The registered resources, and the result of the function.</returns>
    /// <exception cref="RunException">The function failed with one error.</exception>
    /// <exception cref="AggregateException">The function failed with several errors.</exception>
    public static async Task<(ImmutableArray<Resource> Resources, IDictionary<string, object?> Outputs)> TestAsync(
        IMocks testMocks,
        TestOptions testOptions,
        Func<Task<IDictionary<string, object?>>> createResources
    )
    {
        IDictionary<string, object?> outputs = new Dictionary<string, object?>();
        var resources = await TestAsync(testMocks, testOptions, async () =>
            {
                var stack = new TestStack();
                outputs = await createResources().ConfigureAwait(false);
                return stack;
            })
            .ConfigureAwait(false);
        return (resources.RemoveAll(resource => resource is TestStack), outputs);
    }

    /// <summary>Runs a function with mocks instead of an engine.</summary>
    /// <param name="testMocks">Answers in place of the providers.</param>
    /// <param name="testOptions">Project, stack and mode; a preview by default.</param>
    /// <param name="createResources">Creates the resources and returns outputs by name.</param>
    /// <returns>The registered resources, and the result of the function.</returns>
    /// <exception cref="RunException">The function failed with one error.</exception>
    /// <exception cref="AggregateException">The function failed with several errors.</exception>
    public static Task<(ImmutableArray<Resource> Resources, IDictionary<string, object?> Outputs)> TestAsync(
        IMocks testMocks,
        TestOptions testOptions,
        Func<IDictionary<string, object?>> createResources
    ) => TestAsync(testMocks, testOptions, () => Task.FromResult(createResources()));

    /// <summary>Runs an asynchronous action with mocks instead of an engine.</summary>
    /// <param name="testMocks">Answers in place of the providers.</param>
    /// <param name="testOptions">Project, stack and mode; a preview by default.</param>
    /// <param name="createResources">Creates the resources.</param>
    /// <returns>The registered resources.</returns>
    /// <exception cref="RunException">The action failed with one error.</exception>
    /// <exception cref="AggregateException">The action failed with several errors.</exception>
    public static async Task<ImmutableArray<Resource>> TestAsync(IMocks testMocks, TestOptions testOptions, Func<Task> createResources)
    {
        var (resources, _) = await TestAsync(testMocks, testOptions, async () =>
            {
                await createResources().ConfigureAwait(false);
                return (IDictionary<string, object?>)ImmutableDictionary<string, object?>.Empty;
            })
            .ConfigureAwait(false);
        return resources;
    }

    /// <summary>Runs an action with mocks instead of an engine.</summary>
    /// <param name="testMocks">Answers in place of the providers.</param>
    /// <param name="testOptions">Project, stack and mode; a preview by default.</param>
    /// <param name="createResources">Creates the resources.</param>
    /// <returns>The registered resources.</returns>
    /// <exception cref="RunException">The action failed with one error.</exception>
    /// <exception cref="AggregateException">The action failed with several errors.</exception>
    public static Task<ImmutableArray<Resource>> TestAsync(IMocks testMocks, TestOptions testOptions, Action createResources) =>
        TestAsync(testMocks, testOptions, () =>
        {
            createResources();
            return Task.CompletedTask;
        });

    private static async Task<ImmutableArray<Resource>> TestAsync(IMocks mocks, TestOptions? options, Func<Task<Stack>> makeStack)
    {
        ArgumentNullException.ThrowIfNull(mocks);
        var settings = DeploymentSettings.ForTest(options);
        var monitor = new MockMonitor(mocks, settings);
        var engine = new MockEngine();
        await RunAsync(settings, monitor, engine, runner => runner.RunAsync(makeStack)).ConfigureAwait(false);
        engine.ThrowIfErrors();
        return monitor.Resources;
    }
}
