using System.Text.Json;
using Pulumi;
using Pulumi.Utilities;

namespace Sdk.Tests.Programs;

public sealed class OutputJsonTests
{
    private static readonly JsonSerializerOptions CamelCase = new(JsonSerializerDefaults.Web);

    [Fact]
    public async Task JsonSerialize_ResolvesOutputsInside()
    {
        var late = new TaskCompletionSource<string>();
        var output = Output.JsonSerialize(Output.Create(new Rule(Output.Create(late.Task), new InputList<int> { 1, Output.Create(2) })));
        late.SetResult("web");

        Assert.Equal("""{"Name":"web","Ports":[1,2]}""", await OutputUtilities.GetValueAsync(output));
        Assert.False(await Output.IsSecretAsync(output));
    }

    [Fact]
    public async Task JsonSerialize_OfASecretInside_IsASecret()
    {
        var output = Output.JsonSerialize(Output.Create(new Rule(Output.CreateSecret("web"), [])));

        Assert.True(await Output.IsSecretAsync(output));
    }

    [Fact]
    public async Task JsonSerialize_OfAnUnknownInside_IsUnknown()
    {
        var output = Output.JsonSerialize(Output.Create(new Rule(OutputUtilities.CreateUnknown("web"), [])));

        Assert.False(await OutputUtilities.GetIsKnownAsync(output));
    }

    [Fact]
    public async Task JsonSerialize_OfAFailureInside_Fails()
    {
        var broken = Output.Create(1).Apply(string (_) => throw new FormatException("broken"));
        var output = Output.JsonSerialize(Output.Create(new Rule(broken, [])));

        await Assert.ThrowsAsync<FormatException>(() => OutputUtilities.GetValueAsync(output));
    }

    [Fact]
    public async Task JsonSerialize_AppliesOptions()
    {
        var map = new InputMap<string> { ["a"] = "b" };
        var output = Output.JsonSerialize(Output.Create(new { Labels = map }), CamelCase);

        Assert.Equal("""{"labels":{"a":"b"}}""", await OutputUtilities.GetValueAsync(output));
    }

    [Fact]
    public async Task JsonDeserialize_OfASecret_ReturnsSecretParts()
    {
        var output = Output.JsonDeserialize<Rule>(Output.CreateSecret("""{"Name":"web","Ports":[80]}"""));

        var rule = await OutputUtilities.GetValueAsync(output);
        Assert.True(await Output.IsSecretAsync(output));
        Assert.True(await Output.IsSecretAsync(rule.Name));
        Assert.Equal("web", await OutputUtilities.GetValueAsync(rule.Name));
        Assert.Equal(80, Assert.Single(await OutputUtilities.GetValueAsync(rule.Ports.ToOutput())));
    }

    private sealed record Rule(Output<string> Name, InputList<int> Ports);
}
