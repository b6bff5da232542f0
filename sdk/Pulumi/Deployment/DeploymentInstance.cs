using System.Collections.Immutable;

namespace Pulumi;

/// <summary>The deployment of the calling code: its stack, its project and the functions of providers.</summary>
public sealed class DeploymentInstance
{
    private readonly Deployment _deployment;

    internal DeploymentInstance(Deployment deployment) => _deployment = deployment;

    /// <summary>The name of the stack, e.g. <c>dev</c>.</summary>
    public string StackName => _deployment.Settings.Stack;

    /// <summary>The name of the project.</summary>
    public string ProjectName => _deployment.Settings.Project;

    /// <summary>The name of the organization that the stack belongs to.</summary>
    public string OrganizationName => _deployment.Settings.Organization;

    /// <summary>The folder of the project.</summary>
    /// <exception cref="InvalidOperationException">The engine did not send it.</exception>
    public string RootDirectory =>
        _deployment.Settings.RootDirectory
        ?? throw new InvalidOperationException(
            "The engine does not send the folder of the project (PULUMI_ROOT_DIRECTORY): update the CLI."
        );

    /// <summary>Whether this is a preview, in which nothing changes and many outputs are unknown.</summary>
    public bool IsDryRun => _deployment.Settings.IsDryRun;

    /// <summary>
    /// Calls a function of a provider. The result is unknown if an argument is unknown or a resource it depends on has no id yet.
    /// </summary>
    /// <param name="token">The token of the function, e.g. <c>kubernetes:yaml:decode</c>.</param>
    /// <param name="args">Its arguments.</param>
    /// <param name="options">How to call it.</param>
    public Output<T> Invoke<T>(string token, InvokeArgs args, InvokeOptions? options = null) =>
        new(_deployment.Invokes.InvokeAsync<T>(token, args, options));

    /// <summary>Calls a function of a provider once other resources are ready.</summary>
    /// <param name="token">The token of the function, e.g. <c>kubernetes:yaml:decode</c>.</param>
    /// <param name="args">Its arguments.</param>
    /// <param name="options">How to call it, and what to wait for.</param>
    public Output<T> Invoke<T>(string token, InvokeArgs args, InvokeOutputOptions options) =>
        new(_deployment.Invokes.InvokeAsync<T>(token, args, options));

    /// <summary>Calls a function of a provider whose result has one field, and returns that field.</summary>
    /// <param name="token">The token of the function, e.g. <c>kubernetes:yaml:decode</c>.</param>
    /// <param name="args">Its arguments.</param>
    /// <param name="options">How to call it.</param>
    public Output<T> InvokeSingle<T>(string token, InvokeArgs args, InvokeOptions? options = null) =>
        Invoke<ImmutableDictionary<string, T>>(token, args, options).Apply(fields => fields.Values.First());

    /// <summary>Calls a function of a provider whose result has one field once other resources are ready, and returns that field.</summary>
    /// <param name="token">The token of the function, e.g. <c>kubernetes:yaml:decode</c>.</param>
    /// <param name="args">Its arguments.</param>
    /// <param name="options">How to call it, and what to wait for.</param>
    public Output<T> InvokeSingle<T>(string token, InvokeArgs args, InvokeOutputOptions options) =>
        Invoke<ImmutableDictionary<string, T>>(token, args, options).Apply(fields => fields.Values.First());

    /// <summary>Calls a function of a provider and waits for its result.</summary>
    /// <param name="token">The token of the function, e.g. <c>kubernetes:yaml:decode</c>.</param>
    /// <param name="args">Its arguments, none of them unknown.</param>
    /// <param name="options">How to call it.</param>
    public Task<T> InvokeAsync<T>(string token, InvokeArgs args, InvokeOptions? options = null) =>
        _deployment.Invokes.InvokeNowAsync<T>(token, args, options);

    /// <summary>Calls a function of a provider whose result has one field, and waits for that field.</summary>
    /// <param name="token">The token of the function, e.g. <c>kubernetes:yaml:decode</c>.</param>
    /// <param name="args">Its arguments, none of them unknown.</param>
    /// <param name="options">How to call it.</param>
    public async Task<T> InvokeSingleAsync<T>(string token, InvokeArgs args, InvokeOptions? options = null) =>
        (await InvokeAsync<ImmutableDictionary<string, T>>(token, args, options).ConfigureAwait(false)).Values.First();

    /// <summary>Calls a function of a provider that has no result, and waits for it.</summary>
    /// <param name="token">The token of the function, e.g. <c>kubernetes:yaml:decode</c>.</param>
    /// <param name="args">Its arguments, none of them unknown.</param>
    /// <param name="options">How to call it.</param>
    public Task InvokeAsync(string token, InvokeArgs args, InvokeOptions? options = null) =>
        _deployment.Invokes.InvokeNowAsync<object?>(token, args, options);

    /// <summary>Registers a transform of all calls of provider functions.</summary>
    /// <param name="transform">The function; it sees the calls that are made after this.</param>
    public void RegisterInvokeTransform(InvokeTransform transform) => _deployment.RegisterInvokeTransform(transform);
}
