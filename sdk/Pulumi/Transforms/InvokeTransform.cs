using System.Collections.Immutable;

namespace Pulumi;

/// <summary>Changes a call of a provider's function. The engine calls the transform back before it calls the provider.</summary>
/// <param name="args">The function, its arguments and its options.</param>
/// <param name="cancellationToken">Cancelled when the engine no longer waits for the result.</param>
/// <returns>The arguments and options to call with instead; null to change nothing.</returns>
public delegate Task<InvokeTransformResult?> InvokeTransform(InvokeTransformArgs args, CancellationToken cancellationToken = default);

/// <summary>The arguments of an <see cref="InvokeTransform"/>.</summary>
public readonly struct InvokeTransformArgs
{
    /// <summary>The arguments of a transform.</summary>
    public InvokeTransformArgs(string token, ImmutableDictionary<string, object?> args, InvokeOptions options) =>
        (Token, Args, Options) = (token, args, options);

    /// <summary>The token of the function, e.g. <c>kubernetes:yaml:decode</c>.</summary>
    public string Token { get; }

    /// <summary>The arguments of the call by name.</summary>
    public ImmutableDictionary<string, object?> Args { get; }

    /// <summary>The options of the call.</summary>
    public InvokeOptions Options { get; }
}

/// <summary>The result of an <see cref="InvokeTransform"/>.</summary>
public readonly struct InvokeTransformResult
{
    /// <summary>The arguments and options to call with.</summary>
    public InvokeTransformResult(ImmutableDictionary<string, object?> args, InvokeOptions options) => (Args, Options) = (args, options);

    /// <summary>The arguments of the call by name.</summary>
    public ImmutableDictionary<string, object?> Args { get; }

    /// <summary>The options of the call.</summary>
    public InvokeOptions Options { get; }
}
