namespace Infra.PolicyPacks;

/// <summary>The context of a validation: the stack, the policy's settings, and the methods to report violations.</summary>
public sealed class PolicyContext
{
    private readonly Policy _policy;
    private readonly object? _settings;
    private readonly string _urn;
    private readonly Redaction _redaction;
    private readonly CancellationToken _cancellation;
    private readonly List<Diagnostic> _diagnostics = [];

    internal PolicyContext(Policy policy, object? settings, StackContext? stack, PolicyResource? resource, CancellationToken cancellation)
    {
        (_policy, _settings, Stack, _cancellation) = (policy, settings, stack, cancellation);
        (_urn, _redaction) = (resource?.Urn ?? "", resource?.Redaction ?? Redaction.None);
    }

    /// <summary>The stack being deployed; null where there is none, e.g. for plain manifests.</summary>
    public StackContext? Stack { get; }

    internal IReadOnlyList<Diagnostic> Diagnostics => _diagnostics;

    /// <summary>The policy's settings as the stack has configured them.</summary>
    /// <exception cref="InvalidOperationException">The policy has no settings of this type.</exception>
    public T Settings<T>()
        where T : class =>
        _settings as T
        ?? throw new InvalidOperationException(
            $"the policy '{_policy.Name}' has no settings of type {typeof(T).Name}; override {nameof(Policy)}.{nameof(Policy.Settings)}"
        );

    /// <summary>Reports a violation at one property of the resource, whose path is appended to the message.</summary>
    /// <param name="property">The property, present or missing.</param>
    /// <param name="problem">What is wrong, without a full stop. Secrets of the resource are redacted.</param>
    public void Report(PropertyNode property, string problem) =>
        Add(property.Path is { Length: > 0 } path ? $"{problem} ({path})." : $"{problem}.", DiagnosticKind.Violation);

    /// <summary>Reports a violation of the resource as a whole, or of the stack.</summary>
    /// <param name="problem">What is wrong, without a full stop. Secrets of the resource are redacted.</param>
    public void Report(string problem) => Add($"{problem}.", DiagnosticKind.Violation);

    /// <summary>
    /// Validates one resource of a stack: violations are reported for that resource, and an unknown value or an exception ends this
    /// validation only.
    /// </summary>
    public void ForResource(PolicyResource resource, Action<PolicyContext> validate)
    {
        _cancellation.ThrowIfCancellationRequested();
        var inner = new PolicyContext(_policy, _settings, Stack, resource, _cancellation);
        inner.Run(() => validate(inner));
        _diagnostics.AddRange(inner._diagnostics);
    }

    /// <summary>Runs a check and turns its exceptions into diagnostics: one failing policy must not keep the others from running.</summary>
    internal void Run(Action check)
    {
        try
        {
            check();
        }
        catch (UnknownValueException exception)
        {
            Add(exception.Message, DiagnosticKind.Unknown);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            Add($"the policy '{_policy.Name}' itself failed: {exception.GetType().Name}: {exception.Message}", DiagnosticKind.Failure);
        }
    }

    private void Add(string message, DiagnosticKind kind) => _diagnostics.Add(new Diagnostic(_urn, _redaction.Apply(message), kind));
}
