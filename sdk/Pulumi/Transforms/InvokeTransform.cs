using System.Collections.Immutable;

namespace Pulumi;

/// <summary>Changes a call of a provider's function on its way to the provider. The engine calls it back.</summary>
/// <param name="args">The function, its arguments and its options.</param>
/// <param name="cancellationToken">Cancelled when the engine no longer waits.</param>
/// <returns>What to call instead; null leaves it as it is.</returns>
public delegate Task<InvokeTransformResult?> InvokeTransform(InvokeTransformArgs args, CancellationToken cancellationToken = default);

/// <summary>What an <see cref="InvokeTransform"/> is given.</summary>
public readonly struct InvokeTransformArgs
{
    /// <summary>What a transform is given.</summary>
    /// <param name="token">The function's token.</param>
    /// <param name="args">Its arguments.</param>
    /// <param name="options">Its options.</param>
    public InvokeTransformArgs(string token, ImmutableDictionary<string, object?> args, InvokeOptions options) =>
        (Token, Args, Options) = (token, args, options);

    /// <summary>The function's token.</summary>
    public string Token { get; }

    /// <summary>Its arguments.</summary>
    public ImmutableDictionary<string, object?> Args { get; }

    /// <summary>Its options.</summary>
    public InvokeOptions Options { get; }
}

/// <summary>What an <see cref="InvokeTransform"/> gives back.</summary>
public readonly struct InvokeTransformResult
{
    /// <summary>What to call.</summary>
    /// <param name="args">The arguments.</param>
    /// <param name="options">The options.</param>
    public InvokeTransformResult(ImmutableDictionary<string, object?> args, InvokeOptions options) => (Args, Options) = (args, options);

    /// <summary>The arguments.</summary>
    public ImmutableDictionary<string, object?> Args { get; }

    /// <summary>The options.</summary>
    public InvokeOptions Options { get; }
}
