using Engine.Tests.Support;
using Infra.Engine.Operations;
using Infra.Engine.Providers.Naming;
using Infra.Protocol.Values;

namespace Engine.Tests.Deployments;

/// <summary>The configuration <c>pulumi:autonaming</c> reaches the provider.</summary>
public sealed class AutonamingTests : IDisposable
{
    private readonly TestStack _stack = new();

    [Theory]
    [InlineData("mode: verbatim", AutonamingMode.Enforce, "^one$")]
    [InlineData("mode: disabled", AutonamingMode.Disabled, "^$")]
    [InlineData("pattern: ${project}-${stack}-${name}-${hex(6)}", AutonamingMode.Propose, "^demo-dev-one-[0-9a-f]{6}$")]
    [InlineData(
        "{pattern: '${name}${alphanum(4)}${string(3)}${num(5)}', enforce: true}",
        AutonamingMode.Enforce,
        "^one[a-z0-9]{4}[a-z]{3}[0-9]{5}$"
    )]
    [InlineData("pattern: ${name}-${uuid}", AutonamingMode.Propose, "^one-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$")]
    [InlineData("{mode: verbatim, providers: {fake: {pattern: 'p-${name}'}}}", AutonamingMode.Propose, "^p-one$")]
    [InlineData(
        "{mode: disabled, providers: {fake: {resources: {'fake:index:Thing': {mode: verbatim}}}}}",
        AutonamingMode.Enforce,
        "^one$"
    )]
    public async Task Up_Configuration_DecidesTheName(string yaml, AutonamingMode mode, string expected)
    {
        Configure(yaml);

        await _stack.UpAsync(program => program.ThingAsync("one"));

        var naming = Assert.Single(_stack.Cloud.Namings);
        Assert.Equal(mode, naming?.Mode);
        Assert.Matches(expected, naming!.ProposedName);
    }

    [Theory]
    [InlineData("mode: default")]
    [InlineData("{providers: {other: {mode: verbatim}}}")]
    public async Task Up_NoRule_LeavesTheNameToTheProvider(string yaml)
    {
        Configure(yaml);

        await _stack.UpAsync(program => program.ThingAsync("one"));

        Assert.Null(Assert.Single(_stack.Cloud.Namings));
    }

    [Fact]
    public async Task Up_NamesWithoutRandomParts_AreDeletedBeforeTheyAreReplaced()
    {
        Configure("mode: verbatim");
        await _stack.UpAsync(program => program.ThingAsync("one", PropertyMap.Create(("immutable", "a"))));

        await _stack.UpAsync(program => program.ThingAsync("one", PropertyMap.Create(("immutable", "b"))));

        Assert.Equal(["delete one", "create one"], _stack.Cloud.ChangingCalls);
    }

    [Theory]
    [InlineData("mode: random", "unknown mode 'random'")]
    [InlineData("{mode: verbatim, pattern: x}", "both a mode and a pattern")]
    [InlineData("enforce: true", "enforce without a pattern")]
    [InlineData("names: x", "unknown key 'names'")]
    [InlineData("{providers: {fake: {resources: {'fake:index:Thing': {}}}}}", "must have a mode or a pattern")]
    [InlineData("pattern: ${config.absent}", "'absent', which is not set")]
    public async Task Up_Mistake_IsNamed(string yaml, string expected)
    {
        Configure(yaml);

        var error = await Assert.ThrowsAsync<Infra.Engine.Errors.ConfigurationException>(() =>
            _stack.UpAsync(program => program.ThingAsync("one"))
        );

        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    public void Dispose() => _stack.Dispose();

    private void Configure(string yaml) =>
        File.AppendAllText(
            Path.Combine(_stack.Folder, "Pulumi.dev.yaml"),
            $"config:\n  pulumi:autonaming:{(yaml.StartsWith('{') ? $" {yaml}" : $"\n    {yaml}")}\n"
        );
}
