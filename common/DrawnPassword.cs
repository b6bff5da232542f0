using System.Security.Cryptography;

namespace Infra.Common;

/// <summary>Passwords that are drawn for the users of stores.</summary>
internal static class DrawnPassword
{
    /// <summary>Nothing that a URL, a shell or a connection string would have to escape.</summary>
    private const string Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    private const int Length = 32;

    /// <summary>Draws a password.</summary>
    public static string Create() => RandomNumberGenerator.GetString(Letters, Length);
}
