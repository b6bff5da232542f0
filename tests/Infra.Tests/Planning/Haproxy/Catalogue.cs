namespace Infra.Tests.Planning.Haproxy;

/// <summary>Services in the YAML of a catalogue.</summary>
internal static class Catalogue
{
    /// <summary>A service behind <c>shop.example.com</c>.</summary>
    public static string Web(string traffic, string detectWithin = "1m", string settings = "", int port = 80) =>
        $"web: {{image: \"w:1\", port: {port}, health: {{detectWithin: {detectWithin}}}, traffic: {{hosts: [shop.example.com]{traffic}}}{settings}}}";
}
