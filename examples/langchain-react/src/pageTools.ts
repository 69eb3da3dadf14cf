/** Tools that the page executes. The graph calls them with an interrupt, which the hook resumes with the result. */
type Tool<Args> = { tool: { name: string }; execute: (args: Args) => Promise<unknown> };

const getLocation: Tool<{ highAccuracy?: boolean }> = {
  tool: { name: "get_location" },
  execute: ({ highAccuracy }) =>
    new Promise((resolve, reject) =>
      navigator.geolocation.getCurrentPosition(
        ({ coords: { latitude, longitude } }) => resolve({ latitude, longitude }),
        ({ message }) => reject(new Error(message)),
        { enableHighAccuracy: highAccuracy ?? false },
      ),
    ),
};

export const pageTools = [getLocation];
