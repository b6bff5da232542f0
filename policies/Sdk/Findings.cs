using Infra.Policies.Sdk.Resources;
using Infra.Policies.Sdk.Values;

namespace Infra.Policies.Sdk;

/// <summary>Where a policy puts what it finds, and what it may ask while it looks.</summary>
internal sealed class Findings(Policy policy, object? settings, StackContext? stack, string urn, Redaction redaction, CancellationToken cancellation)
{
    private readonly List<Finding> _found = [];

    /// <summary>The stack being deployed; null where none is known, e.g. for bare manifests.</summary>
    public StackContext? Stack => stack;

    public IReadOnlyList<Finding> Found => _found;

    /// <summary>The policy's settings, as configured.</summary>
    public T Settings<T>()
        where T : class => (T)settings!;

    /// <summary>Reports a violation at one place of the resource.</summary>
    public void Add(Node at, string what) => Add(urn, at.Path is { Length: > 0 } path ? $"{what} ({path})." : $"{what}.", FindingKind.Violation);

    /// <summary>Reports a violation of the resource as a whole, or of the stack.</summary>
    public void Add(string what) => Add(urn, $"{what}.", FindingKind.Violation);

    /// <summary>Looks at one resource of the stack: what is found is about it, and an unknown value or a fault ends only this look.</summary>
    public void Within(AnalyzedResource resource, Action<Findings> look)
    {
        cancellation.ThrowIfCancellationRequested();
        var inner = new Findings(policy, settings, stack, resource.Urn, resource.Redaction, cancellation);
        inner.Run(() => look(inner));
        _found.AddRange(inner._found);
    }

    /// <summary>Runs a check to its end, whatever comes of it.</summary>
    public void Run(Action check)
    {
        try
        {
            check();
        }
        catch (UnknownValueException exception)
        {
            Add(urn, exception.Message, FindingKind.Unknown);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            // A fault of one policy must not keep the others from being run; it is reported under the policy's name.
            Add(urn, $"the policy '{policy.Name}' itself failed: {exception.GetType().Name}: {exception.Message}", FindingKind.Failure);
        }
    }

    private void Add(string about, string message, FindingKind kind) => _found.Add(new Finding(about, redaction.Apply(message), kind));
}
