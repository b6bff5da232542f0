using Infra.Protocol.Grpc;

namespace Pulumi;

/// <summary>
/// Runs a program under an engine. The program's <c>Main</c> calls one of the <c>RunAsync</c> methods and returns its result.
/// </summary>
public sealed partial class Deployment
{
    private static readonly AsyncLocal<Deployment?> CurrentDeployment = new();

    private readonly DeploymentInstance _instance;
    private readonly Lazy<CallbackHost> _callbacks;
    private Stack? _stack;

    private Deployment(DeploymentSettings settings, IMonitor monitor, IEngine engine)
    {
        (Settings, Monitor, Engine) = (settings, monitor, engine);
        Runner = new Runner(this);
        Log = new EngineLog(engine, Runner);
        Features = new MonitorFeatures(monitor);
        Registrations = new ResourceRegistrations(this);
        Invokes = new ProviderFunctions(this);
        InvokeTransforms = new InvokeTransformRegistrations(this);
        _callbacks = new Lazy<CallbackHost>(() => new CallbackHost(ExecutionContext.Capture(), Window));
        _instance = new DeploymentInstance(this);
    }

    /// <summary>The deployment of the calling code.</summary>
    /// <exception cref="InvalidOperationException">The calling code does not run in a deployment.</exception>
    public static DeploymentInstance Instance => Required._instance;

    /// <summary>The deployment of the calling code, if any.</summary>
    internal static Deployment? Current => CurrentDeployment.Value;

    /// <summary>The deployment of the calling code.</summary>
    internal static Deployment Required =>
        Current
        ?? throw new InvalidOperationException(
            "No deployment is running: this code must run inside Deployment.RunAsync or Deployment.TestAsync."
        );

    internal DeploymentSettings Settings { get; }

    internal IMonitor Monitor { get; }

    internal IEngine Engine { get; }

    internal Runner Runner { get; }

    internal EngineLog Log { get; }

    internal MonitorFeatures Features { get; }

    internal ResourceRegistrations Registrations { get; }

    internal RegistrationWindow Window { get; } = new(RegistrationWindow.DefaultSize);

    internal ProviderFunctions Invokes { get; }

    internal InvokeTransformRegistrations InvokeTransforms { get; }

    internal CallbackHost Callbacks => _callbacks.Value;

    internal Stack Stack
    {
        get =>
            _stack
            ?? throw new InvalidOperationException("There is no stack yet: create resources inside the stack's constructor or function.");
        set => _stack = value;
    }

    /// <summary>Whether the engine supports transforms of provider functions.</summary>
    public Task<bool> MonitorSupportsInvokeTransforms() => Features.InvokeTransforms;

    /// <summary>Registers a transform of all calls of provider functions.</summary>
    public void RegisterInvokeTransform(InvokeTransform transform) => InvokeTransforms.Start(transform);

    /// <summary>Waits until all transforms of provider functions are registered.</summary>
    public Task AwaitPendingRegistrations() => InvokeTransforms.WaitAsync();

    /// <summary>Fails the deployment unless the engine has a version of a range.</summary>
    /// <param name="pulumiVersionRange">The range, e.g. <c>&gt;=3.200.0 &lt;4.0.0</c>.</param>
    public static Task RequirePulumiVersionAsync(string pulumiVersionRange)
    {
        var check = Required.Engine.RequirePulumiVersionAsync(pulumiVersionRange);
        Required.Runner.Track(check);
        return check;
    }

    /// <summary>Runs a program against an engine.</summary>
    /// <returns>The exit code.</returns>
    internal static async Task<int> RunAsync(DeploymentSettings settings, IMonitor monitor, IEngine engine, Func<Runner, Task<int>> run)
    {
        if (Current is not null)
        {
            throw new InvalidOperationException("A deployment is running already: call RunAsync once, and not inside another one.");
        }

        // The deployment is current in this method and its callees only: the caller of an async method keeps its own value.
        var deployment = CurrentDeployment.Value = new Deployment(settings, monitor, engine);
        try
        {
            return await run(deployment.Runner).ConfigureAwait(false);
        }
        finally
        {
            if (deployment._callbacks.IsValueCreated)
            {
                await deployment._callbacks.Value.DisposeAsync().ConfigureAwait(false);
            }
        }
    }

    internal static async Task<int> RunUnderEngineAsync(EngineEnvironment environment, Func<Runner, Task<int>> run)
    {
        using var monitor = new GrpcChannel(environment.MonitorAddress);
        using var engine = new GrpcChannel(environment.EngineAddress);
        return await RunAsync(environment.Settings, new GrpcMonitor(monitor), new GrpcEngine(engine), run).ConfigureAwait(false);
    }

    private static async Task<int> RunUnderEngineAsync(Func<Runner, Task<int>> run)
    {
        var exitCode = EngineEnvironment.Read() is { } environment
            ? await RunUnderEngineAsync(environment, run).ConfigureAwait(false)
            : await RefuseAsync().ConfigureAwait(false);

        // Sets the exit code of programs that await RunAsync without returning its result.
        if (exitCode != 0)
        {
            Environment.ExitCode = exitCode;
        }

        return exitCode;
    }

    // A user who starts the program by hand needs the cure, not a stack trace.
    private static async Task<int> RefuseAsync()
    {
        await Console
            .Error.WriteLineAsync("Program run without the Pulumi engine available; re-run using the `pulumi` CLI")
            .ConfigureAwait(false);
        return Runner.ExitAfterError;
    }
}
