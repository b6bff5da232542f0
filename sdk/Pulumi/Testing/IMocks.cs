using System.Collections.Immutable;

namespace Pulumi.Testing;

/// <summary>Answers in place of providers, for tests of programs.</summary>
public interface IMocks
{
    /// <summary>Answers for a resource that was made or is to be read. It is called for providers and components too, not for the stack.</summary>
    /// <param name="args">The resource.</param>
    /// <returns>The resource's id, and its outputs: a dictionary, or an object that can be sent as one.</returns>
    Task<(string? id, object state)> NewResourceAsync(MockResourceArgs args);

    /// <summary>Answers for a function of a provider.</summary>
    /// <param name="args">The call.</param>
    /// <returns>The result: a dictionary, or an object that can be sent as one.</returns>
    Task<object> CallAsync(MockCallArgs args);

    /// <summary>Is told of the outputs of a component or of the stack.</summary>
    /// <param name="args">The outputs.</param>
    Task RegisterResourceOutputs(MockRegisterResourceOutputsRequest args) => Task.CompletedTask;
}

/// <summary>A resource that a program made, or wants to read.</summary>
public class MockResourceArgs
{
    /// <summary>Its type token.</summary>
    public string? Type { get; set; }

    /// <summary>Its name.</summary>
    public string? Name { get; set; }

    /// <summary>Its arguments, without those that are null or unknown; secrets are plain values, and numbers are doubles.</summary>
    public ImmutableDictionary<string, object> Inputs { get; set; } = null!;

    /// <summary>The reference of its provider; empty for the default one.</summary>
    public string? Provider { get; set; }

    /// <summary>The id to read or to import it by; empty if there is none.</summary>
    public string? Id { get; set; }
}

/// <summary>A call of a provider's function.</summary>
public class MockCallArgs
{
    /// <summary>The function's token.</summary>
    public string? Token { get; set; }

    /// <summary>Its arguments, without those that are null or unknown.</summary>
    public ImmutableDictionary<string, object> Args { get; set; } = null!;

    /// <summary>The reference of the provider; empty for the default one.</summary>
    public string? Provider { get; set; }
}

/// <summary>Outputs that a component or the stack was completed with.</summary>
public class MockRegisterResourceOutputsRequest
{
    /// <summary>The URN of the component or stack.</summary>
    public readonly string Urn;

    /// <summary>The outputs by name.</summary>
    public readonly ImmutableDictionary<string, Output<object?>> Outputs;

    /// <summary>Outputs of a component or of the stack.</summary>
    /// <param name="urn">The URN.</param>
    /// <param name="outputs">The outputs by name.</param>
    public MockRegisterResourceOutputsRequest(string urn, ImmutableDictionary<string, Output<object?>> outputs) =>
        (Urn, Outputs) = (urn, outputs);
}

/// <summary>Mocks that answer with what they are given: a resource's outputs are its arguments, and it has no id.</summary>
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

/// <summary>What a test tells its program about the deployment.</summary>
public class TestOptions
{
    /// <summary>The project; <c>project</c> if null.</summary>
    public string? ProjectName { get; set; }

    /// <summary>The folder of the project.</summary>
    public string? RootDirectory { get; set; }

    /// <summary>The stack; <c>stack</c> if null.</summary>
    public string? StackName { get; set; }

    /// <summary>Whether the test is a preview, where outputs that the mocks do not give are unknown; true if null.</summary>
    public bool? IsPreview { get; set; }

    /// <summary>The organization; <c>organization</c> if null.</summary>
    public string? OrganizationName { get; set; }
}
