using Infra.Engine.Resources;

namespace Infra.Engine.Deployments.Execution;

/// <summary>The hooks that the program registers, by name.</summary>
internal interface IResourceHooks
{
    /// <summary>Runs a hook before or after an operation.</summary>
    /// <exception cref="HookFailedException">The hook failed or is not registered.</exception>
    Task RunAsync(string name, HookCall call);

    /// <summary>Runs a hook after a failure.</summary>
    /// <param name="name">The name of the hook.</param>
    /// <param name="call">The operation that failed.</param>
    /// <param name="failures">The failures of this operation, the newest first.</param>
    /// <returns>True where the operation is to be repeated.</returns>
    /// <exception cref="HookFailedException">The hook failed or is not registered.</exception>
    Task<bool> RunOnErrorAsync(string name, HookCall call, IReadOnlyList<string> failures);
}

/// <summary>An operation that a hook is run for.</summary>
/// <param name="Type">When it runs.</param>
/// <param name="Old">The resource before; null for a creation.</param>
/// <param name="New">The resource after; null for a deletion.</param>
/// <param name="FailedOperation">The operation after whose failure it runs: <c>create</c>, <c>update</c> or <c>delete</c>.</param>
internal sealed record HookCall(HookType Type, ResourceState? Old, ResourceState? New, string FailedOperation = "")
{
    /// <summary>The resource that the hook belongs to.</summary>
    public ResourceState Resource => New ?? Old!;
}

/// <summary>A hook failed.</summary>
/// <param name="message">The reason.</param>
internal sealed class HookFailedException(string message) : Exception(message)
{
    /// <summary>True where the program ignores failures of this hook.</summary>
    public bool IsIgnored { get; init; }

    /// <summary>False where the program has not registered the hook.</summary>
    public bool IsRegistered { get; init; } = true;
}

/// <summary>The hooks of a deployment without a program: there are none.</summary>
internal sealed class NoHooks : IResourceHooks
{
    public static NoHooks Instance { get; } = new();

    public Task RunAsync(string name, HookCall call) =>
        throw new HookFailedException($"hook \"{name}\" was not registered") { IsRegistered = false };

    public Task<bool> RunOnErrorAsync(string name, HookCall call, IReadOnlyList<string> failures) =>
        throw new HookFailedException($"error hook \"{name}\" was not registered") { IsRegistered = false };
}
