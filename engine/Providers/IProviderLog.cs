using Infra.Engine.Resources;

namespace Infra.Engine.Providers;

/// <summary>How a provider reports on an operation that is under way. Safe to call from any thread. Messages must hold no secret in plain text.</summary>
public interface IProviderLog
{
    /// <summary>Says something of lasting interest: it is kept with the operation's result.</summary>
    void Info(Urn urn, string message);

    /// <summary>Warns of something that does not stop the operation.</summary>
    void Warning(Urn urn, string message);

    /// <summary>Says what the operation is waiting for just now. A later status of the same resource takes its place on the screen.</summary>
    void Status(Urn urn, string message);
}
