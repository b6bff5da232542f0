using Infra.Backend.Loading;
using Infra.Backend.Settings.Binding;

namespace Infra.Tests.Settings;

/// <summary>Encrypted values are accepted only by settings that keep them secret.</summary>
public class EncryptedSettingsTests
{
    private const string Sizes = "sizes: {small: {requests: {cpu: 100m, memory: 128Mi}, limits: {memory: 256Mi}}}";

    [Theory]
    [InlineData("infra:services: {s: {command: [{secure: \"v1:hunter2\"}]}}", "services.s.command[0]")]
    [InlineData("infra:services: {s: {owner: {secure: \"v1:hunter2\"}}}", "services.s.owner")]
    [InlineData("infra:services: {s: {health: {path: {secure: \"v1:hunter2\"}}}}", "services.s.health.path")]
    [InlineData("infra:access: {viewers: [{secure: \"v1:hunter2\"}]}", "access.viewers[0]")]
    [InlineData("infra:namespace: {secure: \"v1:hunter2\"}", "namespace")]
    [InlineData("infra:access: {secure: 'v1:{\"viewers\": [\"hunter2\"]}'}", "access.viewers[0]")]
    public void AnEncryptedValue_WhereItWouldNotStaySecret_IsRefused(string config, string path)
    {
        var sources = StackSources.Simulated($"name: shop\n{Sizes}\nservices: {{s: {{image: a:1, port: 8080}}}}", $"config:\n  {config}\n");

        var error = Assert.Throws<InvalidSettingsException>(() => SettingsLoader.Load(sources));

        Assert.Contains($"{path}: an encrypted value would be", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", error.Message, StringComparison.Ordinal);
    }
}
