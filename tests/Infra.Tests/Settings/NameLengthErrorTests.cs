using Infra.Backend.Loading;
using Infra.Backend.Settings.Binding;

namespace Infra.Tests.Settings;

public class NameLengthErrorTests
{
    private const string Sizes = "sizes: {small: {requests: {cpu: 100m, memory: 128Mi}, limits: {memory: 256Mi}}}";

    [Fact]
    public void AStatefulServiceWithALongName_IsRejected() =>
        Assert.Contains(
            "the revisions of a stateful service add 11",
            Only($"name: shop\n{Sizes}\nservices: {{{new string('n', 53)}: {{image: a:1, kind: stateful, port: 80}}}}"),
            StringComparison.Ordinal
        );

    [Fact]
    public void ANameTooLongWithTheStacks_IsRejected() =>
        Assert.Contains(
            "it becomes the label value 'nnnnn",
            Only($"name: {new string('n', 60)}\n{Sizes}\nservices: {{s: {{image: a:1, port: 80}}}}"),
            StringComparison.Ordinal
        );

    private static string Only(string catalogue) =>
        Assert.Single(Assert.Throws<InvalidSettingsException>(() => Load(catalogue)).Errors).ToString();

    private static LoadedSettings Load(string catalogue) => SettingsLoader.Load(StackSources.Simulated(catalogue, ""));
}
