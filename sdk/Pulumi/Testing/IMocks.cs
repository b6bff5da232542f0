using System.Collections.Immutable;

namespace Pulumi.Testing;

/// <summary>Replaces the engine and its providers in tests of programs.</summary>
public interface IMocks
{
    /// <summary>
    /// Returns the id and outputs of a resource that the program registers or reads. Called for providers and components, too, but not for
    /// the stack.
    /// </summary>
    /// <returns>The resource's id, and its outputs: a dictionary, or an object that can be sent as one.</returns>
    Task<(string? id, object state)> NewResourceAsync(MockResourceArgs args);

    /// <summary>Returns the result of a provider's function.</summary>
    /// <returns>The result: a dictionary, or an object that can be sent as one.</returns>
    Task<object> CallAsync(MockCallArgs args);

    /// <summary>Receives the outputs of a component or of the stack.</summary>
    Task RegisterResourceOutputs(MockRegisterResourceOutputsRequest args) => Task.CompletedTask;
}

/// <summary>A resource that a program registers or reads.</summary>
public class MockResourceArgs
{
    /// <summary>The type token, e.g. <c>kubernetes:core/v1:Namespace</c>.</summary>
    public string? Type { get; set; }

    /// <summary>The name that the program gives the resource.</summary>
    public string? Name { get; set; }

    /// <summary>The arguments that are neither null nor unknown; secrets are plain values, and numbers are doubles.</summary>
    public ImmutableDictionary<string, object> Inputs { get; set; } = null!;

    /// <summary>The reference of the provider; empty for the default provider.</summary>
    public string? Provider { get; set; }

    /// <summary>The id to read or import; empty if there is none.</summary>
    public string? Id { get; set; }
}

/// <summary>A call of a provider's function.</summary>
public class MockCallArgs
{
    /// <summary>The token of the function, e.g. <c>kubernetes:yaml:decode</c>.</summary>
    public string? Token { get; set; }

    /// <summary>The arguments that are neither null nor unknown.</summary>
    public ImmutableDictionary<string, object> Args { get; set; } = null!;

    /// <summary>The reference of the provider; empty for the default provider.</summary>
    public string? Provider { get; set; }
}

/// <summary>The outputs of a component or of the stack.</summary>
public class MockRegisterResourceOutputsRequest
{
    /// <summary>The URN of the component or stack.</summary>
    public readonly string Urn;

    /// <summary>The outputs by name.</summary>
    public readonly ImmutableDictionary<string, Output<object?>> Outputs;

    /// <summary>Outputs of a component or of the stack.</summary>
    public MockRegisterResourceOutputsRequest(string urn, ImmutableDictionary<string, Output<object?>> outputs) =>
        (Urn, Outputs) = (urn, outputs);
}

/// <summary>Mocks that return the arguments as outputs, and no id.</summary>
public class EmptyMocks : IMocks
{
    /// <inheritdoc/>
    public Task<(string? id, object state)> NewResourceAsync(MockResourceArgs args)
    {
        ArgumentNullException.ThrowIfNull(args);
        return Task.FromResult<(string?, object)>((null, args.Inputs));
    }

    /// <inheritdoc/>
    public Task<object> CallAsync(MockCallArgs args) => Task.FromResult<object>(args);
}

/// <summary>The deployment that a test runs its program in.</summary>
public class TestOptions
{
    /// <summary>The project; <c>project</c> if null.</summary>
    public string? ProjectName { get; set; }

    /// <summary>The folder of the project.</summary>
    public string? RootDirectory { get; set; }

    /// <summary>The stack; <c>stack</c> if null.</summary>
    public string? StackName { get; set; }

    /// <summary>Whether the test is a preview, in which outputs missing from the mocks are unknown; true if null.</summary>
    public bool? IsPreview { get; set; }

    /// <summary>The organization; <c>organization</c> if null.</summary>
    public string? OrganizationName { get; set; }
}
